// What clients hear of a credential of the vault that was rejected: they can do nothing about it.

/** @param what happened, as a sentence */
export function operatorsAffair(what: string): string {
  return `${what} Your own key is fine; the operator must renew the credential.`
}
