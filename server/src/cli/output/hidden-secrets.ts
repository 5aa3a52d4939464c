// The secrets that this process has read. Any output that repeats one of them is shown without it.

export interface HiddenSecrets {
  /** @returns the secret itself */
  hide(secret: string): string
  without(text: string): string
}

/** Shorter secrets would match parts of ordinary words. */
const MIN_LENGTH = 8

export function hiddenSecrets(): HiddenSecrets {
  const forms = new Set<string>()
  return {
    hide(secret) {
      if (secret.length >= MIN_LENGTH) {
        forms.add(secret)
        // The form it has inside a JSON document.
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
