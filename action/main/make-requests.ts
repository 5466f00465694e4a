import { DaypassError } from '../../core/errors.ts'
import type { Holder } from '../../core/lease/holder.ts'
import { type LeaseId, type Random, newLeaseId } from '../../core/lease/lease-id.ts'
import { planOrder } from '../../core/issuance/plan-order.ts'
import type { IssueRequest } from '../../core/issuance/request.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import type { Role } from '../../core/role/role.ts'
import type { SessionTags } from '../inputs/session-tags.ts'
import type { ActionSettings } from '../inputs/settings.ts'
import { refuseAccount } from './accounts.ts'

/** A request whose lease has its id already, so that it can be saved before anything is made. */
export type ReadyRequest = IssueRequest & {
  readonly id: LeaseId
  /** The role as it may be asked for where AWS finds its tags too large. */
  readonly lessTagged?: Role
}

type RequestInputs = Pick<
  ActionSettings,
  'ttlSeconds' | 'roleArn' | 'roleSessionName' | 'mfaCode' | 'sessionTags' | 'allowedAccountIds'
>

/** What requests are made of besides roles and inputs. */
export interface RequestPorts {
  readonly holder: Holder
  readonly random: Random
  readonly now: Date
  readonly dialect: Dialect
  /** Roles are taken with a token, which carries no tags. */
  readonly isDirect: boolean
  /** Roles that are for others as far as anybody knows, and are allowed all the same. */
  readonly uncompared: readonly Role[]
}

/**
 * Makes a request for each role and checks all that can be known before AWS is inputs.
 *
 * @throws `request-invalid`, `role-invalid`.
 */
export async function makeRequests(
  roles: readonly Role[],
  inputs: RequestInputs,
  ports: RequestPorts,
): Promise<readonly ReadyRequest[]> {
  refuseUnfitInputs(roles, inputs)
  const requests = await Promise.all(
    roles.map(async (role) => ({
      ...optionsFor(role, inputs, roles.length === 1),
      role: await withTags(role, inputs.sessionTags?.all, ports),
      ...(inputs.sessionTags?.least && {
        lessTagged: await withTags(role, inputs.sessionTags.least, ports),
      }),
      holder: ports.holder,
      ...(ports.uncompared.includes(role) ? { allowedWithoutSubject: true } : {}),
      id: newLeaseId(role.name, ports.random),
    })),
  )
  for (const request of requests) {
    const { principal } = planOrder(request, request.id, ports.now)
    if (principal.type === 'assumed_role')
      refuseAccount(request.role.name, principal.roleArn, inputs.allowedAccountIds)
  }
  return requests
}

/** With several roles, an option goes to those that it fits. */
function optionsFor(role: Role, inputs: RequestInputs, isAlone: boolean) {
  const { ttlSeconds, roleArn, roleSessionName, mfaCode } = inputs
  const isAssumed = role.credential_type === 'assumed_role'
  const hasArn = isAssumed && roleArn !== undefined && role.role_arns.includes(roleArn)
  return {
    ttlSeconds,
    ...(isAlone || hasArn ? { roleArn } : {}),
    ...(isAlone || isAssumed ? { roleSessionName } : {}),
    ...(isAlone || role.credential_type === 'session_token' ? { mfaCode } : {}),
  }
}

/** @throws `request-invalid` for an option that fits none of several roles. */
function refuseUnfitInputs(roles: readonly Role[], inputs: RequestInputs): void {
  const assumed = roles.filter((role) => role.credential_type === 'assumed_role')
  const { roleArn, roleSessionName, mfaCode, sessionTags } = inputs
  const unfit = [
    roleArn !== undefined &&
      roles.length > 1 &&
      !assumed.some((role) => role.role_arns.includes(roleArn)) &&
      'role-arn',
    roleSessionName !== undefined && assumed.length === 0 && 'role-session-name',
    sessionTags !== undefined && assumed.length === 0 && 'session-tags',
    mfaCode !== undefined &&
      !roles.some((role) => role.credential_type === 'session_token') &&
      'mfa-code',
  ].find((input) => input !== false)
  if (unfit === undefined) return
  const names = [...new Set(roles.map(({ name }) => name))].join(', ')
  throw new DaypassError('request-invalid', `input ${unfit} fits none of ${names}`)
}

/** Tags of the request go over the role's own, by the role's rules. */
async function withTags(
  role: Role,
  tags: SessionTags | undefined,
  ports: RequestPorts,
): Promise<Role> {
  if (tags === undefined || role.credential_type !== 'assumed_role') return role
  if (ports.isDirect) {
    throw new DaypassError(
      'request-invalid',
      `role ${role.name} is taken directly with the job's token, which carries no session-tags`,
      { hint: 'take it through a broker-role-arn without direct, or leave the tags out' },
    )
  }
  const [{ readRole }, { roleDocument }] = await Promise.all([
    import('../../core/role/parse-role.ts'),
    import('../../core/role/role-document.ts'),
  ])
  const document = roleDocument({ ...role, session_tags: { ...role.session_tags, ...tags } })
  const origin = { file: 'the input session-tags', name: role.name, dialect: ports.dialect }
  return readRole(document, origin)
}
