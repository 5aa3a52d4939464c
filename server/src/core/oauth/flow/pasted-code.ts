// Reads what an operator brings back from the authorize page: code and state apart, joined by `#`, or a whole address.
import { DomainError } from '../../admin/domain-error.ts'
import { redactText } from '../../redaction/redact.ts'

export interface CodeAndState {
  readonly code: string
  readonly state: string
}

/** @throws DomainError `invalid` when a part is missing or doubled, or when it is an error that came back. */
export function readPasted(code: string, state: string | undefined): CodeAndState {
  if (/^https?:\/\//i.test(code)) return fromAddress(code)
  if (state !== undefined) return checked(code, state)
  const [first, second, ...more] = code.split('#')
  if (more.length > 0) throw malformed()
  return checked(first ?? '', second ?? '')
}

/** @param query of the address the browser was sent to */
export function readCallback(query: URLSearchParams): CodeAndState {
  const single = (name: string) => {
    const values = query.getAll(name)
    if (values.length > 1) throw new DomainError('invalid', `The answer has more than one '${name}'.`)
    return values[0] ?? ''
  }
  const error = single('error')
  if (error !== '') {
    const words = [error, single('error_description')].filter((part) => part !== '').join(': ')
    throw new DomainError('invalid', `The sign-in was rejected: ${redactText(words).slice(0, 300)}`)
  }
  return checked(single('code'), single('state'))
}

function fromAddress(text: string): CodeAndState {
  const url = URL.parse(text)
  if (!url) throw malformed()
  return readCallback(url.searchParams)
}

function checked(code: string, state: string): CodeAndState {
  if (code === '' || state === '') throw malformed()
  return { code, state }
}

function malformed(): DomainError {
  return new DomainError(
    'invalid',
    'code: paste all of what the page shows, the code and the state with a # between them.',
  )
}
