import type { PolicyDocument } from '../../core/policy/policy.ts'

/** A policy as it was handed in, and what it says. */
export interface PolicyText {
  readonly text: string
  readonly document: PolicyDocument
}

/** Tags of an entity or a session. */
export type Tags = Readonly<Record<string, string>>

interface Named {
  readonly accountId: string
  readonly name: string
  /** Begins and ends with a slash. */
  readonly path: string
  /** `AIDA…`, `AROA…`, `AGPA…` or `ANPA…`: never used twice, even for the same name. */
  readonly id: string
  readonly arn: string
  readonly createdAt: Date
}

/** What a user, a role and a group have in common: policies of their own and attached ones. */
export interface Policied extends Named {
  readonly inline: Readonly<Record<string, PolicyText>>
  /** ARNs of managed policies. */
  readonly attached: readonly string[]
}

/** A certificate, an SSH key or a service-specific credential of a user. */
export interface UserItem {
  readonly id: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAt: Date
  /** What AWS answers besides id, status and date. */
  readonly fields: Readonly<Record<string, string>>
}

/** The kinds of {@link UserItem}. */
export type UserItemKind = 'sshKeys' | 'certificates' | 'serviceCredentials'

/** An IAM user. */
export interface User extends Policied, Readonly<Record<UserItemKind, readonly UserItem[]>> {
  readonly groups: readonly string[]
  /** Oldest first. */
  readonly accessKeyIds: readonly string[]
  readonly boundary?: string
  readonly tags: Tags
  readonly loginProfile?: { readonly createdAt: Date; readonly resetRequired: boolean }
  /** Serial numbers of enabled devices. */
  readonly mfaDevices: readonly string[]
}

/** An IAM group. */
export type Group = Policied

/** An IAM role. */
export interface IamRole extends Policied {
  readonly trust: PolicyText
  readonly boundary?: string
  readonly tags: Tags
  readonly description: string
  readonly maxSessionSeconds: number
}

/** One of up to five versions of a managed policy. */
export interface PolicyVersion extends PolicyText {
  readonly versionId: string
  readonly createdAt: Date
}

/** A managed policy, a customer's or one of AWS's own. */
export interface ManagedPolicy extends Named {
  readonly description: string
  readonly tags: Tags
  readonly versions: readonly PolicyVersion[]
  readonly defaultVersionId: string
  /** Version numbers are never used twice. */
  readonly nextVersion: number
  readonly updatedAt: Date
}

/** A long-term key, of a user or (without a user name) of the account's root user. */
export interface AccessKey {
  readonly accountId: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly userName?: string
  readonly userId: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAt: Date
}

/** A virtual MFA device. */
export interface MfaDevice {
  readonly serialNumber: string
  /** The shared secret, as in the QR code: base32. */
  readonly seed: string
  /** Unique id of the user it is enabled for. */
  readonly userId?: string
  readonly enabledAt?: Date
}

/** An OpenID Connect provider that roles may trust. */
export interface OidcProvider {
  readonly arn: string
  /** Host and path, without a scheme. */
  readonly url: string
  readonly clientIds: readonly string[]
  readonly thumbprints: readonly string[]
  readonly tags: Tags
  readonly createdAt: Date
}
