import type { IAM } from '@aws-sdk/client-iam'
import { DaypassError, isDaypassError } from '../core/errors.ts'
import type { CallOptions } from '../core/call-options.ts'
import { DENY_NAME_PATTERN } from '../core/revocation/deny-name.ts'
import type { DenyTarget } from '../core/revocation/deny-entry.ts'
import type { DenyPolicies } from '../core/revocation/ports.ts'
import { ask } from './clients/ask.ts'
import { policyNames } from './deny-names.ts'
import {
  type DeniedIdentity,
  POLICY_PATH,
  exists,
  faultOf,
  identityOf,
  isMissing,
} from './deny-target.ts'
import type { AwsFault } from './errors/aws-fault.ts'
import type { AwsClients } from './clients/clients.ts'

/**
 * Deny policies on roles and users in IAM. Every call may be repeated: a name stands for one document, and
 * what is there or gone already is done.
 *
 * @param clientsFor - the way to IAM in the account of a target, which may be another than daypass's own.
 * @param mayRemove - which names are ours: those of denies, unless the targets themselves are.
 */
export function denyPolicies(
  clientsFor: (target: DenyTarget) => Promise<AwsClients>,
  mayRemove = (name: string): boolean => DENY_NAME_PATTERN.test(name),
): DenyPolicies {
  const reach = async (target: DenyTarget) => ({
    iam: await (await clientsFor(target)).iam(),
    identity: identityOf(target),
  })
  return {
    putInline: async (target, name, document, options) => {
      const { iam, identity } = await reach(target)
      await putInline(iam, identity, { PolicyName: name, PolicyDocument: document }, options)
    },
    attachManaged: async (target, name, document, options) => {
      const { iam, identity } = await reach(target)
      const arn = `${identity.policyArns}${name}`
      await makePolicy(iam, name, document, options)
      try {
        await attach(iam, identity, arn, options)
      } catch (error) {
        // Nobody may come by to take it away. After a lost reply it may be attached, and denies something.
        if (!isDaypassError(error, 'outcome-unknown', 'aws-unavailable', 'cancelled'))
          await deletePolicy(iam, arn, options).catch(() => undefined)
        throw error
      }
    },
    remove: async (target, name, kind, options) => {
      if (!mayRemove(name)) throw foreign(name)
      const { iam, identity } = await reach(target)
      if (kind === 'inline') await deleteInline(iam, identity, name, options)
      else await removeManaged(iam, identity, `${identity.policyArns}${name}`, options)
    },
    names: async (target, kind, options) => {
      const { iam, identity } = await reach(target)
      return await policyNames(iam, identity, kind, options)
    },
    targetExists: async (target, options) => {
      const { iam, identity } = await reach(target)
      return await exists(iam, identity, options)
    },
  }
}

/** Asked again where it is done: whatever a ledger said, no policy of somebody else is removed. */
function foreign(name: string): DaypassError {
  return new DaypassError('state-invalid', `policy ${name} is not one that daypass made`, {
    hint: 'somebody has altered an object in the store',
  })
}

interface InlinePolicy {
  readonly PolicyName: string
  readonly PolicyDocument: string
}

async function putInline(
  iam: IAM,
  { kind, name }: DeniedIdentity,
  policy: InlinePolicy,
  options: CallOptions,
): Promise<void> {
  if (kind === 'role') {
    await ask(`iam:PutRolePolicy on role/${name}`, options, (http) =>
      iam.putRolePolicy({ RoleName: name, ...policy }, http),
    )
  } else {
    await ask(`iam:PutUserPolicy on user/${name}`, options, (http) =>
      iam.putUserPolicy({ UserName: name, ...policy }, http),
    )
  }
}

async function makePolicy(
  iam: IAM,
  name: string,
  document: string,
  options: CallOptions,
): Promise<void> {
  const policy = { PolicyName: name, Path: POLICY_PATH, PolicyDocument: document }
  try {
    await ask(`iam:CreatePolicy on policy${POLICY_PATH}${name}`, options, (http) =>
      iam.createPolicy(policy, http),
    )
  } catch (error) {
    const fault = faultOf(error)
    if (fault?.code === 'EntityAlreadyExists') return
    if (!isNotOffered(fault)) throw error
    throw new DaypassError('aws-limit-exceeded', 'this endpoint has no managed policies', {
      cause: error,
    })
  }
}

async function attach(
  iam: IAM,
  { kind, name }: DeniedIdentity,
  arn: string,
  options: CallOptions,
): Promise<void> {
  if (kind === 'role') {
    await ask(`iam:AttachRolePolicy on role/${name}`, options, (http) =>
      iam.attachRolePolicy({ RoleName: name, PolicyArn: arn }, http),
    )
  } else {
    await ask(`iam:AttachUserPolicy on user/${name}`, options, (http) =>
      iam.attachUserPolicy({ UserName: name, PolicyArn: arn }, http),
    )
  }
}

async function deleteInline(
  iam: IAM,
  { kind, name }: DeniedIdentity,
  policy: string,
  options: CallOptions,
): Promise<void> {
  await takeAway(() =>
    kind === 'role'
      ? ask(`iam:DeleteRolePolicy on role/${name}`, options, (http) =>
          iam.deleteRolePolicy({ RoleName: name, PolicyName: policy }, http),
        )
      : ask(`iam:DeleteUserPolicy on user/${name}`, options, (http) =>
          iam.deleteUserPolicy({ UserName: name, PolicyName: policy }, http),
        ),
  )
}

/** A policy that cannot be detached is deleted all the same if nobody has it: AWS refuses to delete one that is attached. */
async function removeManaged(
  iam: IAM,
  identity: DeniedIdentity,
  arn: string,
  options: CallOptions,
): Promise<void> {
  const detached = await detachPolicy(iam, identity, arn, options).then(
    () => undefined,
    (error: unknown) => error,
  )
  try {
    await deletePolicy(iam, arn, options)
  } catch (error) {
    throw detached ?? error
  }
}

/** Deletes a managed policy that nobody has. */
export async function deletePolicy(iam: IAM, arn: string, options: CallOptions): Promise<void> {
  await takeAway(() =>
    ask(`iam:DeletePolicy on ${arn}`, options, (http) =>
      iam.deletePolicy({ PolicyArn: arn }, http),
    ),
  )
}

/** Takes a managed policy off a role or user. */
export async function detachPolicy(
  iam: IAM,
  { kind, name }: Pick<DeniedIdentity, 'kind' | 'name'>,
  arn: string,
  options: CallOptions,
): Promise<void> {
  await takeAway(() =>
    kind === 'role'
      ? ask(`iam:DetachRolePolicy on role/${name}`, options, (http) =>
          iam.detachRolePolicy({ RoleName: name, PolicyArn: arn }, http),
        )
      : ask(`iam:DetachUserPolicy on user/${name}`, options, (http) =>
          iam.detachUserPolicy({ UserName: name, PolicyArn: arn }, http),
        ),
  )
}

/** Takes something away; that it is gone is believed when IAM says so twice, since one of its hosts may lag. */
async function takeAway(request: () => Promise<unknown>): Promise<void> {
  for (let wasMissing = false; ; wasMissing = true) {
    try {
      await request()
      return
    } catch (error) {
      const fault = faultOf(error)
      if (isNotOffered(fault) || (wasMissing && isMissing(fault))) return
      if (!isMissing(fault)) throw error
    }
  }
}

/** Where there are no managed policies (Ceph), none can be made, and none is left. */
function isNotOffered(fault: AwsFault | undefined): boolean {
  return fault?.status === 405 || fault?.status === 501
}
