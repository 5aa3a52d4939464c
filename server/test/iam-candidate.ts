// A Bedrock credential that signs, as tests need it.
import type { BedrockIamCredential } from '../src/core/credentials/credential.ts'
import { Secret } from '../src/core/vault/secret.ts'
import type { IamCandidate } from '../src/core/upstream/aws-signer.ts'

type Changes = Partial<Pick<BedrockIamCredential, 'accessKeyId' | 'roleArn' | 'externalId' | 'accountId'>>

/** @param secretAccessKey null together with the access key id, for the default chain */
export function iamCandidate(
  changes: Changes = {},
  secretAccessKey: string | null = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: string | null = null,
): IamCandidate {
  return {
    credential: {
      id: '1',
      accountId: 'acc_bedrock',
      name: 'Bedrock',
      endpointUrl: null,
      enabled: true,
      createdAt: new Date(0),
      updatedAt: new Date(0),
      provider: 'bedrock',
      method: 'iam',
      region: 'eu-west-1',
      surface: 'invoke',
      geography: 'auto',
      accessKeyId: 'AKIDEXAMPLE',
      roleArn: null,
      externalId: null,
      ...changes,
    },
    secret: {
      method: 'iam',
      secretAccessKey: secretAccessKey === null ? null : new Secret(secretAccessKey),
      sessionToken: sessionToken === null ? null : new Secret(sessionToken),
    },
  }
}
