// The shape of a kind: all that differs between credentials of one provider and method and those of another.
import type {
  CreateCredentialOf,
  CredentialView,
  RotateCredential,
  UpdateCredential,
} from '@headgate/shared/credentials'
import type { CredentialKind, KindParts } from '@headgate/shared/providers'
import type { RefreshProblem } from '../../oauth/refresh/refresh-problem.ts'
import type { Credential, CredentialBase, CredentialSecret } from '../credential.ts'

/** Members of a union that have one of the methods `M`. `Extract` resolves too early where `M` is generic. */
type WithMethod<T, M> = T extends { readonly method: infer Method } ? (Method extends M ? T : never) : never

export type CredentialOf<K extends CredentialKind> = Extract<Credential, KindParts<K>>
export type SecretOf<K extends CredentialKind> = WithMethod<CredentialSecret, KindParts<K>['method']>
type ViewOf<K extends CredentialKind> = Extract<CredentialView, KindParts<K>>

/** A credential with a secret that is not stored yet. */
export interface NewCredential {
  readonly credential: Credential
  readonly secret: CredentialSecret
}

type WithoutTrial<Input> = Input extends unknown ? Omit<Input, 'id' | 'model' | 'force'> : never

/** A secret that replaces a stored one. */
export type NewSecret<K extends CredentialKind = CredentialKind> = WithoutTrial<
  WithMethod<RotateCredential, KindParts<K>['method']>
>

/** Changes that only some kinds take. */
export type KindChanges = Pick<UpdateCredential, 'region' | 'surface' | 'geography' | 'expiresAt'>

/** Fields that the views of all kinds share. */
export type CommonView = Pick<
  CredentialView,
  | 'id'
  | 'accountId'
  | 'name'
  | 'endpointUrl'
  | 'enabled'
  | 'status'
  | 'statusReason'
  | 'statusUntil'
  | 'projects'
  | 'createdAt'
  | 'updatedAt'
>

export interface Expiry {
  /** Expiry of the secret; null when it does not expire or its expiry is not known. */
  readonly at: Date | null
  /** Time before the expiry at which an operator is warned. */
  readonly soonMs: number
}

/** `K` is left open where the kind is known only at run time. */
export interface CredentialKindModule<K extends CredentialKind = CredentialKind> {
  /** @throws DomainError `invalid` when a value does not fit. */
  create(
    base: CredentialBase,
    input: CreateCredentialOf<K>,
    now: Date,
  ): { readonly credential: CredentialOf<K>; readonly secret: SecretOf<K> }
  /** The same credential with another secret. @throws DomainError `invalid` when a value does not fit. */
  rotate(
    stored: CredentialOf<K>,
    input: NewSecret<K>,
    now: Date,
  ): { readonly credential: CredentialOf<K>; readonly secret: SecretOf<K> }
  /**
   * @param next `stored` with the changes that every kind takes
   * @throws DomainError `invalid` when this kind does not take a change
   */
  change(stored: CredentialOf<K>, next: CredentialOf<K>, changes: KindChanges, now: Date): CredentialOf<K>
  view(credential: CredentialOf<K>, common: CommonView, refreshProblem: RefreshProblem | null): ViewOf<K>
  /** Lists what looks unusual. Vendors change their formats, so this warns and never denies. */
  warnings(credential: CredentialOf<K>, secret: SecretOf<K>, now: Date): string[]
  expiry(credential: CredentialOf<K>): Expiry
}
