/** Which credential served: one of the vault, or one that the caller brought along. */
export function AccountText({ accountId }: { readonly accountId: string | null }) {
  if (accountId === null) return <span>caller’s own</span>
  return <span className="min-w-0 font-mono text-xs break-all">{accountId}</span>
}
