import type { XmlFields } from '../wire/xml-write.ts'
import { awsArn } from '../world/arn.ts'
import type { IamRole, Tags } from '../world/entities.ts'
import { credentialFields, sizeFields, startSession } from './new-session.ts'
import type { SessionPolicies } from './session-policies.ts'
import type { StsCall } from './sts-call.ts'
import { defined } from '../../core/language/defined.ts'

/** What a session of a role is made with. */
export interface RoleSession {
  readonly name: string
  readonly seconds: number
  readonly policies: SessionPolicies
  readonly tags: Tags
  readonly transitiveTagKeys: readonly string[]
  readonly sourceIdentity: string | undefined
  readonly mfaAt?: Date | undefined
  readonly federatedProvider?: string
}

/** Starts a session of a role and answers it. */
export function startRoleSession(call: StsCall, role: IamRole, wanted: RoleSession): XmlFields {
  const { name, seconds, policies, sourceIdentity, mfaAt, federatedProvider } = wanted
  const session = startSession(
    call,
    {
      kind: 'role-session',
      accountId: role.accountId,
      arn: awsArn(call.world, 'sts', role.accountId, `assumed-role/${role.name}/${name}`),
      userId: `${role.id}:${name}`,
      name,
      principalName: role.name,
      principalId: role.id,
      tags: wanted.tags,
      transitiveTagKeys: wanted.transitiveTagKeys,
      ...defined({ sourceIdentity, mfaAt, federatedProvider }),
    },
    seconds,
    policies,
  )
  return {
    Credentials: credentialFields(session),
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    ...sizeFields(session, policies),
    SourceIdentity: sourceIdentity,
  }
}
