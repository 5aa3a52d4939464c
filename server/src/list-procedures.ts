// Every procedure of the typed API, as its router has them.
import { appRouter } from './http/trpc/router.ts'

export interface ProcedureFacts {
  readonly path: string
  readonly kind: 'query' | 'mutation' | 'subscription'
}

export function listProcedures(): ProcedureFacts[] {
  // Its type is that of the nested routers; what is there is flat, by path.
  const procedures = appRouter._def.procedures as unknown as Readonly<Record<string, AnyProcedure>>
  return Object.entries(procedures)
    .map(([path, { _def }]) => ({ path, kind: _def.type }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

interface AnyProcedure {
  readonly _def: { readonly type: ProcedureFacts['kind'] }
}
