import { accountOfRole } from '../arn.ts'
import { earlier, secondsAfter, wholeSecond } from '../clock.ts'
import { DaypassError } from '../errors.ts'
import { defined } from '../language/defined.ts'
import { formatDuration } from '../language/duration.ts'
import { type LeaseId, nameOf } from '../lease/lease-id.ts'
import type { Principal } from '../lease/lease.ts'
import { SHORTEST_STS_SECONDS, type LeaseSpan, lifetimeSeconds, sessionLength } from './lifetime.ts'
import {
  AWS_NAME_LENGTH_MAX,
  NAME_PREFIX,
  holderTag,
  nameFor,
  sourceIdentity,
  templateValues,
  userNameFor,
} from './names.ts'
import type {
  AssumedRoleOrder,
  FederationTokenOrder,
  IamUserOrder,
  Order,
  SessionTokenOrder,
} from './order.ts'
import type { IssueRequest } from './request.ts'
import {
  checkTemplate,
  renderTemplate,
  sanitizeName,
  sanitizeTagValue,
} from '../role/name-template.ts'
import type {
  AssumedRoleRole,
  FederationTokenRole,
  IamUserRole,
  SessionTokenRole,
} from '../role/role.ts'

/** A request worked out: what to order, what will stand behind it, and until when. */
export interface Plan {
  readonly order: Order
  readonly principal: Principal
  readonly expiresAt: Date
  readonly maxExpiresAt: Date
}

/**
 * Works a request out against its role, down to the names in AWS. Pure.
 *
 * @throws `request-invalid` when the request does not fit the role, with the cure; `role-invalid` when the role's
 * definition has expired.
 */
export function planOrder(request: IssueRequest, id: LeaseId, now: Date): Plan {
  const { role } = request
  refuseExpiredRole(request, now)
  refuseForeignOptions(request)
  const ttlSeconds = lifetimeSeconds(request)
  const expiresAt = earlier(wholeSecond(secondsAfter(now, ttlSeconds)), role.expires_at)
  const end = { expiresAt, maxExpiresAt: expiresAt }
  switch (role.credential_type) {
    case 'iam_user': {
      const order = iamUserOrder(role, request, id, expiresAt)
      const maxExpiresAt = earlier(wholeSecond(secondsAfter(now, role.max_ttl)), role.expires_at)
      return {
        order,
        principal: userPrincipal(order),
        expiresAt,
        maxExpiresAt,
      }
    }
    case 'assumed_role': {
      const order = assumedRoleOrder(role, request, id, { expiresAt, now })
      const { roleArn, sessionName } = order
      return {
        order,
        principal: { type: 'assumed_role', roleArn, sessionName, endsByPolicy: true },
        ...end,
      }
    }
    case 'federation_token': {
      const order = federationTokenOrder(role, id, { expiresAt, now })
      const { userName } = order
      return {
        order,
        principal: { type: 'federation_token', userName, endsByPolicy: true },
        ...end,
      }
    }
    case 'session_token':
      return {
        order: sessionTokenOrder(role, request, { expiresAt, now }),
        principal: { type: 'session_token' },
        ...end,
      }
  }
}

function userPrincipal({ userName, userPath, accountRoleArn }: IamUserOrder): Principal {
  const account = accountRoleArn === undefined ? undefined : accountOfRole(accountRoleArn)
  return { type: 'iam_user', userName, userPath, ...defined({ account, accountRoleArn }) }
}

function iamUserOrder(
  role: IamUserRole,
  request: IssueRequest,
  id: LeaseId,
  expiresAt: Date,
): IamUserOrder {
  const userName = userNameFor(role.name, id)
  const ours = {
    'daypass:lease': id,
    'daypass:role': role.name,
    'daypass:holder': holderTag(request.holder),
  }
  return {
    type: 'iam_user',
    userName,
    userPath: role.user_path,
    permissionsBoundaryArn: role.permissions_boundary_arn,
    accountRoleArn: role.account_role_arn,
    tags: { ...role.iam_tags, ...ours },
    policyArns: role.policy_arns,
    policyDocument: role.policy_document,
    policyName: sanitizeName(role.name),
    groups: role.iam_groups,
    expiresAt,
  }
}

function assumedRoleOrder(
  role: AssumedRoleRole,
  request: IssueRequest,
  id: LeaseId,
  span: LeaseSpan,
): AssumedRoleOrder {
  const values = templateValues(role.name, request.holder)
  const fault = checkTemplate(request.roleSessionName ?? '')
  if (fault !== undefined)
    throw new DaypassError('request-invalid', `the session name is not a template: ${fault}`)
  const template = request.roleSessionName ?? role.role_session_name ?? 'daypass-{{role}}'
  const tags = Object.entries(role.session_tags).map(
    ([key, value]) => [key, sanitizeTagValue(renderTemplate(value, values))] as const,
  )
  return {
    type: 'assumed_role',
    roleArn: chooseRoleArn(role, request.roleArn),
    sessionName: nameFor(renderTemplate(template, values), id, AWS_NAME_LENGTH_MAX),
    ...sessionLength(span),
    denyAfter: span.expiresAt,
    policyArns: role.policy_arns,
    policyDocument: role.policy_document,
    groups: role.iam_groups,
    externalId: role.external_id,
    sessionTags: Object.fromEntries(tags),
    sourceIdentity:
      role.source_identity === undefined ? undefined : sourceIdentity(role.source_identity, values),
  }
}

function federationTokenOrder(
  role: FederationTokenRole,
  id: LeaseId,
  span: LeaseSpan,
): FederationTokenOrder {
  return {
    type: 'federation_token',
    // AWS allows 32 characters here: the prefix and the lease's 22 leave no room for more.
    userName: `${NAME_PREFIX}${nameOf(id)}`,
    ...sessionLength(span),
    denyAfter: span.expiresAt,
    policyArns: role.policy_arns,
    policyDocument: role.policy_document,
    groups: role.iam_groups,
  }
}

function sessionTokenOrder(
  role: SessionTokenRole,
  request: IssueRequest,
  span: LeaseSpan,
): SessionTokenOrder {
  if (role.mfa_serial_number !== undefined && request.mfaCode === undefined) {
    throw new DaypassError('request-invalid', `role ${role.name} needs an MFA code`, {
      reason: { is: 'mfa-code-missing' },
      hint: 'give the six digits that the device shows now',
    })
  }
  const { durationSeconds, isShort } = sessionLength(span)
  if (isShort) {
    throw new DaypassError(
      'request-invalid',
      `a session_token lives for at least ${formatDuration(SHORTEST_STS_SECONDS)}`,
      {
        hint: 'AWS takes no policy for this type, so daypass cannot end it earlier; ask for 15m or more',
      },
    )
  }
  return {
    type: 'session_token',
    durationSeconds,
    mfaSerialNumber: role.mfa_serial_number,
    mfaCode: request.mfaCode,
  }
}

function chooseRoleArn(role: AssumedRoleRole, asked: string | undefined): string {
  const [first, ...others] = role.role_arns
  if (asked !== undefined && role.role_arns.includes(asked)) return asked
  if (asked === undefined && first !== undefined && others.length === 0) return first
  const message =
    asked === undefined
      ? `role ${role.name} has several role_arns: choose one`
      : `${asked} is not one of role ${role.name}'s role_arns`
  throw new DaypassError('request-invalid', message, {
    reason: { is: 'aws-role-not-chosen', choices: role.role_arns },
    hint: `one of ${role.role_arns.join(', ')}`,
  })
}

function refuseExpiredRole({ role }: IssueRequest, now: Date): void {
  if (role.expires_at === undefined || role.expires_at > now) return
  throw new DaypassError(
    'role-invalid',
    `role ${role.name} ended on ${role.expires_at.toISOString()}`,
    {
      hint: 'move its expires_at if the role is still wanted',
    },
  )
}

/** What may be asked for with one type of role only. */
const OPTIONS = {
  roleArn: { what: 'a choice of role_arns', type: 'assumed_role' },
  roleSessionName: { what: 'a name of the session', type: 'assumed_role' },
  mfaCode: { what: 'an MFA code', type: 'session_token' },
} as const

function refuseForeignOptions(request: IssueRequest): void {
  const type = request.role.credential_type
  const option = (['roleArn', 'roleSessionName', 'mfaCode'] as const).find(
    (one) => request[one] !== undefined && type !== OPTIONS[one].type,
  )
  if (option === undefined) return
  throw new DaypassError(
    'request-invalid',
    `${OPTIONS[option].what} does not go with role ${request.role.name}, which is of type ${type}`,
    { reason: { is: 'option-unfit', option }, hint: 'leave it out' },
  )
}
