// Sign-in and sign-out: hands these requests to the library as web requests.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isStorable } from '@headgate/shared/primitives'
import { strangerAt } from '../../core/audit/audit-log.ts'
import type { NoteDenial } from '../../core/audit/note-denial.ts'
import type { OriginPolicy } from './origin-policy.ts'

export interface AuthRoutesDeps {
  readonly path: string
  readonly publicUrl: string
  readonly clientAddressHeader: string
  readonly handle: (request: Request) => Promise<Response>
  readonly noteDenial: NoteDenial
  readonly origins: Pick<OriginPolicy, 'allows'>
}

const MAX_BODY_BYTES = 64 * 1024
/** What the console uses. The library knows more, which would change people without a trace in the audit trail. */
const SIGN_IN = '/sign-in/email'
const PATHS = [SIGN_IN, '/sign-out']

export function registerAuthRoutes(app: FastifyInstance, deps: AuthRoutesDeps): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
      (_request, body, parsed) => parsed(null, body),
    )
    for (const path of PATHS) {
      const url = new URL(`${deps.path}${path}`, deps.publicUrl)
      scope.post(url.pathname, async (request, reply) => {
        // Nobody is signed in or out by the page of another site.
        const response = deps.origins.allows(request.headers)
          ? await deps.handle(webRequest(url, request, deps))
          : Response.json({ message: 'The request comes from another site.' }, { status: 403 })
        if (path === SIGN_IN && isDenial(response.status)) await noteDenied(request, response, deps)
        return send(reply, response)
      })
    }
    scope.all(`${deps.path}/*`, (_request, reply) => reply.callNotFound())
    done()
  })
}

function isDenial(status: number): boolean {
  return status >= 400 && status < 500
}

async function noteDenied(
  { ip, body }: FastifyRequest,
  response: Response,
  { noteDenial }: Pick<AuthRoutesDeps, 'noteDenial'>,
): Promise<void> {
  const { status } = response
  await noteDenial({
    actor: strangerAt(ip),
    action: 'user.sign_in_denied',
    target: { kind: 'user', id: triedEmail(body) ?? 'unknown' },
    details: { reason: (await reasonOf(response)) ?? 'The request was not a sign-in.', status },
  })
}

/** Whoever was asked for the second factor knows the password: that is another matter than a guess. */
async function reasonOf(response: Response): Promise<string | undefined> {
  const text = await response.clone().text()
  const found = Object.entries(REASONS_BY_CODE).find(([code]) => text.includes(`"${code}"`))
  return found?.[1] ?? REASONS[response.status]
}

const REASONS_BY_CODE: Readonly<Record<string, string>> = {
  SECOND_FACTOR_NEEDED: 'The password was right, the code was missing.',
  SECOND_FACTOR_WRONG: 'The password was right, the code was wrong.',
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'The email or the password is wrong.',
  403: 'The request comes from another site.',
  429: 'There were too many tries.',
}

/** Only what has the form of an address: people type passwords into the wrong field. */
function triedEmail(body: unknown): string | null {
  const email = /"email"\s*:\s*"([^"\\\s]{1,200}@[^"\\\s@]{1,54}\.[A-Za-z]{2,})"/.exec(String(body))?.[1]
  return email !== undefined && isStorable(email) ? email.toLowerCase() : null
}

async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status)
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value)
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie)
  return reply.send(response.body === null ? null : await response.text())
}

function webRequest(
  url: URL,
  request: FastifyRequest,
  deps: Pick<AuthRoutesDeps, 'clientAddressHeader'>,
): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  headers.set(deps.clientAddressHeader, request.ip)
  return new Request(url, {
    method: 'POST',
    headers,
    ...(typeof request.body === 'string' ? { body: request.body } : {}),
  })
}
