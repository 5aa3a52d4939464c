// The account id that is suggested for a new credential.
const MAX_LENGTH = 60

/** An account id made of the name: `Research org` becomes `acc_research_org`. */
export function suggestAccountId(prefix: string, name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return words === '' ? '' : `${prefix}_${words}`.slice(0, MAX_LENGTH).replace(/_+$/, '')
}
