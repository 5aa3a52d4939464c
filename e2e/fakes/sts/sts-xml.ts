// The XML of the query protocol: the answer of AssumeRole, and errors.
import { randomUUID } from 'node:crypto'
import type { IamKey } from '../aws/iam-keys.ts'
import type { RoleRequest } from './check-request.ts'

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/'

export function assumedRoleXml({ roleArn, sessionName }: RoleRequest, key: Required<IamKey>): string {
  const arn = roleArn.replace(/:iam::(\d+):role\/(.*\/)?/, ':sts::$1:assumed-role/')
  const fields = {
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    SessionToken: key.sessionToken,
    Expiration: key.expiresAt.toISOString().replace(/\.\d+Z$/, 'Z'),
  }
  return [
    `<AssumeRoleResponse xmlns="${namespace}"><AssumeRoleResult><AssumedRoleUser>`,
    element('AssumedRoleId', `AROAEXAMPLE:${sessionName}`),
    element('Arn', `${arn}/${sessionName}`),
    '</AssumedRoleUser><Credentials>',
    ...Object.entries(fields).map(([name, value]) => element(name, value)),
    '</Credentials></AssumeRoleResult><ResponseMetadata>',
    element('RequestId', randomUUID()),
    '</ResponseMetadata></AssumeRoleResponse>',
  ].join('')
}

export function errorXml(code: string, message: string): string {
  const error = element('Type', 'Sender') + element('Code', code) + element('Message', message)
  const requestId = element('RequestId', randomUUID())
  return `<ErrorResponse xmlns="${namespace}"><Error>${error}</Error>${requestId}</ErrorResponse>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function element(name: string, text: string): string {
  return `<${name}>${text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)}</${name}>`
}
