// Access keys as AWS hands them out: lasting ones, and temporary ones with a session token and an end.
import { randomBytes } from 'node:crypto'

export interface IamKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Present in temporary keys, and then required in every request. */
  readonly sessionToken?: string
  readonly expiresAt?: Date
}

/** The key of AWS's own signing examples. */
export const exampleKey: IamKey = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}

export function newTemporaryKey(expiresAt: Date): Required<IamKey> {
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    // Session tokens hold characters that have a meaning in headers, URLs and XML.
    sessionToken: `IQoJb3JpZ2luX2Vj${randomBytes(96).toString('base64')}+/=`,
    expiresAt,
  }
}
