import type { IAM } from '@aws-sdk/client-iam'
import type { CallOptions } from '../core/call-options.ts'
import { isDaypassError } from '../core/errors.ts'
import type { DenyKind } from '../core/revocation/ports.ts'
import { allPages } from './clients/all-pages.ts'
import { ask } from './clients/ask.ts'
import { type DeniedIdentity, faultOf } from './deny-target.ts'

/**
 * The names of the inline or attached policies of a role or user, as `DenyPolicies.names`.
 *
 * @throws what IAM answers otherwise.
 */
export async function policyNames(
  iam: IAM,
  identity: DeniedIdentity,
  kind: DenyKind,
  options: CallOptions,
): Promise<ReadonlySet<string> | undefined> {
  try {
    const names = kind === 'inline' ? inlineNames : attachedNames
    return new Set(await names(iam, identity, options))
  } catch (error) {
    const fault = faultOf(error)
    const isNotOffered = fault?.status === 405 || fault?.status === 501
    if (isDaypassError(error, 'aws-denied') || isNotOffered) return undefined
    throw error
  }
}

async function inlineNames(
  iam: IAM,
  { kind, name }: DeniedIdentity,
  options: CallOptions,
): Promise<readonly string[]> {
  return await allPages(
    (marker) =>
      kind === 'role'
        ? ask(`iam:ListRolePolicies on role/${name}`, options, (http) =>
            iam.listRolePolicies({ RoleName: name, ...marker }, http),
          )
        : ask(`iam:ListUserPolicies on user/${name}`, options, (http) =>
            iam.listUserPolicies({ UserName: name, ...marker }, http),
          ),
    ({ PolicyNames }) => PolicyNames,
  )
}

async function attachedNames(
  iam: IAM,
  { kind, name }: DeniedIdentity,
  options: CallOptions,
): Promise<readonly string[]> {
  const attached = await allPages(
    (marker) =>
      kind === 'role'
        ? ask(`iam:ListAttachedRolePolicies on role/${name}`, options, (http) =>
            iam.listAttachedRolePolicies({ RoleName: name, ...marker }, http),
          )
        : ask(`iam:ListAttachedUserPolicies on user/${name}`, options, (http) =>
            iam.listAttachedUserPolicies({ UserName: name, ...marker }, http),
          ),
    ({ AttachedPolicies }) => AttachedPolicies,
  )
  return attached.flatMap(({ PolicyName }) => PolicyName ?? [])
}
