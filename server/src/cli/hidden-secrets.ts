// The secrets this process has read: whatever repeats one of them is shown without it.

export interface HiddenSecrets {
  /** @returns the secret itself. */
  hide(secret: string): string
  without(text: string): string
}

/** Shorter ones would be found in ordinary words. */
const LEAST_LENGTH = 8

export function hiddenSecrets(): HiddenSecrets {
  const forms = new Set<string>()
  return {
    hide(secret) {
      if (secret.length >= LEAST_LENGTH) {
        forms.add(secret)
        // As it looks inside of a JSON document.
        forms.add(JSON.stringify(secret).slice(1, -1))
      }
      return secret
    },
    without(text) {
      let clean = text
      for (const form of forms) clean = clean.replaceAll(form, '[hidden]')
      return clean
    },
  }
}
