// Where the authorize page sends the browser back to: completes the sign-in of whoever is signed in to the console and
// shows the credential there, or else says what to paste. These pages run no scripts and say nothing that they were not given.
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../core/admin/actor.ts'
import { DomainError } from '../../core/admin/domain-error.ts'
import type { NoteDenial } from '../../core/audit/note-denial.ts'
import type { Logger } from '../../core/log.ts'
import { readCallback, type CodeAndState } from '../../core/oauth/flow/pasted-code.ts'

export const OAUTH_CALLBACK_PATH = '/oauth/callback'

export interface OAuthCallbackDeps {
  /**
   * The user of the session cookie, null for strangers. The request comes from another site by nature: it is the state
   * that tells whether this browser has begun the sign-in.
   */
  readonly sessionOf: (request: FastifyRequest) => Promise<Actor | null>
  readonly complete: (actor: Actor, returned: CodeAndState) => Promise<{ readonly id: string }>
  readonly noteDenial: NoteDenial
  readonly log: Logger
}

const STATUS: Readonly<Record<DomainError['kind'], number>> = {
  not_found: 404,
  conflict: 409,
  invalid: 400,
  forbidden: 403,
  upstream: 502,
}

export function registerOAuthCallback(app: FastifyInstance, deps: OAuthCallbackDeps): void {
  app.get(OAUTH_CALLBACK_PATH, { exposeHeadRoute: false }, async (request, reply) => {
    let actor: Actor | null = null
    try {
      const returned = readCallback(new URL(request.url, 'http://gateway').searchParams)
      actor = await deps.sessionOf(request)
      if (!actor || actor.role === 'viewer')
        return await page(reply, 200, 'Almost done', ...handOver(returned))
      const { id } = await deps.complete(actor, returned)
      return await reply.redirect(`/credentials?${new URLSearchParams({ signedIn: id }).toString()}`, 303)
    } catch (error) {
      if (actor && error instanceof DomainError && error.kind === 'forbidden')
        await deps.noteDenial({
          actor,
          action: 'procedure.denied',
          target: { kind: 'procedure', id: 'credentials.completeOAuth' },
          details: { reason: error.message },
        })
      if (error instanceof DomainError)
        return page(reply, STATUS[error.kind], 'Not signed in', error.message, CONSOLE)
      deps.log.error({ requestId: request.id, error }, 'a sign-in could not be completed')
      return page(
        reply,
        500,
        'Not signed in',
        'Something went wrong on the server. Begin the sign-in again.',
        CONSOLE,
      )
    }
  })
}

/** Written as is: a link that leads nowhere else. */
const CONSOLE = Symbol('a link to the console')

/** As plain as the door of the console, in either theme. */
const STYLE =
  ':root{color-scheme:light dark;font:14px/1.5 system-ui,sans-serif}' +
  'main{max-width:28rem;margin:14vh auto 0;padding:0 1rem;overflow-wrap:anywhere}' +
  'h1{font-size:20px}code{display:block;padding:.75rem;border:1px solid;border-radius:8px;user-select:all}'
const POLICY =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

type Paragraph = string | typeof CONSOLE | { readonly code: string }

function handOver({ code, state }: CodeAndState): Paragraph[] {
  return [
    'You are not signed in to the console in this browser. Paste this where the sign-in was begun:',
    { code: `${code}#${state}` },
  ]
}

function page(
  reply: FastifyReply,
  status: number,
  title: string,
  ...paragraphs: readonly Paragraph[]
): FastifyReply {
  void reply.header('content-security-policy', POLICY)
  const body = paragraphs.map((paragraph) => `<p>${markup(paragraph)}</p>`).join('\n')
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} - Headgate</title><style>${STYLE}</style>\n<main><h1>${title}</h1>\n${body}</main>\n</html>\n`,
    )
}

function markup(paragraph: Paragraph): string {
  if (paragraph === CONSOLE) return '<a href="/credentials">Back to the credentials</a>'
  return typeof paragraph === 'string'
    ? escaped(paragraph)
    : `<code id="code">${escaped(paragraph.code)}</code>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
