import { isMapping } from './plain-data.ts'
import { AWS_LIMITS } from './aws-limits.ts'
import { DAYPASS_LIMITS } from './daypass-limits.ts'
import type { IamUserRole, Role } from './role.ts'
import { policySize } from '../policy/text.ts'

/** What AWS takes and somebody may not have meant: each as a sentence about the role, with its cure. */
export function cautionsOf(role: Role): readonly string[] {
  if (role.credential_type !== 'iam_user' || hasRoomForEnd(role)) return []
  return [
    `role ${role.name}: policy_document has ${sizeOf(role)} of ${AWS_LIMITS.userInlinePolicyCharacters} characters, which leaves no room for the statement that denies everything after the lease's end: only revocation and the sweep end its leases; shorten it to ${longestWithEnd(role)}, or make it a managed policy`,
  ]
}

/** Whether the end of a lease can stand in the policy of the role's users, as `issueIamUser` puts it there. */
export function hasRoomForEnd(role: IamUserRole): boolean {
  return sizeOf(role) <= longestWithEnd(role)
}

function sizeOf({ policy_document: document = '' }: IamUserRole): number {
  return policySize(document)
}

/** A single statement becomes a list: its brackets are two characters more. */
function longestWithEnd({ policy_document: document = '{}' }: IamUserRole): number {
  const policy: unknown = JSON.parse(document)
  const isList = isMapping(policy) && Array.isArray(policy['Statement'])
  const end = DAYPASS_LIMITS.userEndCharacters + (isList ? 0 : 2)
  return AWS_LIMITS.userInlinePolicyCharacters - end
}
