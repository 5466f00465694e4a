import { policySize } from '../../core/policy/text.ts'
import { AwsError, deleteConflict, limitExceeded, noSuchEntity } from '../aws-error.ts'
import { requestTagContext } from '../access/context.ts'
import { findPolicy } from '../access/policies.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { awsArn } from '../world/arn.ts'
import type { ManagedPolicy, PolicyText } from '../world/entities.ts'
import { newUniqueId } from '../world/ids.ts'
import { readPolicy } from './documents.ts'
import { attachmentCount, boundaryCount } from './entities-for-policy.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { page } from './paging.ts'
import { tagFields, taggingActions } from './tagging.ts'

const MAX_SIZE = 6144

/** Managed policies themselves, their tags. */
export const managedPolicyActions: IamActions = {
  CreatePolicy: {
    resource: newArn,
    context: (call) => requestTagContext(call.input.tags()),
    also: (call) => (Object.keys(call.input.tags()).length > 0 ? ['iam:TagPolicy'] : []),
    run: createPolicy,
  },
  GetPolicy: {
    resource: policyArn,
    run: (call) => ({ Policy: policyFields(call, existingPolicy(call), 'whole') }),
  },
  DeletePolicy: { resource: policyArn, run: deletePolicy },
  ListPolicies: {
    resource: (call) => awsArn(call.world, 'iam', call.account.id, 'policy/'),
    run: listPolicies,
  },
  ...taggingActions({
    noun: 'Policy',
    resource: policyArn,
    read: (call) => existingPolicy(call).tags,
    write: (call, tags) => {
      storePolicy(call, { ...ownPolicy(call), tags })
    },
  }),
}

/** `PolicyArn`. */
export function policyArn(call: IamCall): string {
  return call.input.text('PolicyArn', TEXT_RULES.arn)
}

/** @throws {@link AwsError} `NoSuchEntity` */
export function existingPolicy(call: IamCall): ManagedPolicy {
  const arn = policyArn(call)
  const policy = findPolicy(call.world, arn)
  const visible = policy?.accountId === call.account.id || policy?.accountId === 'aws'
  if (policy === undefined || !visible) throw noSuchEntity(`Policy ${arn} was not found.`)
  return policy
}

/**
 * A policy of the account, not one of AWS's own.
 *
 * @throws {@link AwsError} `NoSuchEntity`, `AccessDenied`
 */
export function ownPolicy(call: IamCall): ManagedPolicy {
  const policy = existingPolicy(call)
  if (policy.accountId === call.account.id) return policy
  throw new AwsError(403, 'AccessDenied', 'Managed policies of AWS cannot be changed.')
}

/** Puts the changed policy in the place of the old one. */
export function storePolicy(call: IamCall, policy: ManagedPolicy): void {
  call.account.policies.set(policy.arn, { ...policy, updatedAt: call.now })
}

/** @throws {@link AwsError} `LimitExceeded`, `MalformedPolicyDocument` */
export function readManagedDocument(call: IamCall): PolicyText {
  const text = call.input.text('PolicyDocument', TEXT_RULES.document)
  if (policySize(text) > MAX_SIZE) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${MAX_SIZE}`)
  }
  return readPolicy(text, 'identity')
}

/** A managed policy with one version. */
export function newManagedPolicy(
  call: Pick<IamCall, 'world' | 'now'>,
  at: { readonly accountId: string; readonly path: string; readonly name: string },
  document: PolicyText,
): ManagedPolicy {
  return {
    ...at,
    id: newUniqueId('ANPA', 21),
    arn: awsArn(call.world, 'iam', at.accountId, `policy${at.path}${at.name}`),
    createdAt: call.now,
    updatedAt: call.now,
    description: '',
    tags: {},
    versions: [{ ...document, versionId: 'v1', createdAt: call.now }],
    defaultVersionId: 'v1',
    nextVersion: 2,
  }
}

function createPolicy(call: IamCall): XmlFields {
  const { account, input, limits } = call
  const path = input.optional('Path', TEXT_RULES.path) ?? '/'
  const name = input.text('PolicyName', TEXT_RULES.policyName)
  const document = readManagedDocument(call)
  if (account.policies.get(newArn(call)) !== undefined) {
    const message = `A policy called ${name} already exists. Duplicate names are not allowed.`
    throw new AwsError(409, 'EntityAlreadyExists', message)
  }
  if (account.policies.size() >= limits.policies) {
    throw limitExceeded(`Cannot exceed quota for PoliciesPerAccount: ${limits.policies}`)
  }
  const policy: ManagedPolicy = {
    ...newManagedPolicy(call, { accountId: account.id, path, name }, document),
    description: input.optional('Description', TEXT_RULES.description) ?? '',
    tags: input.tags(),
  }
  storePolicy(call, policy)
  return { Policy: policyFields(call, policy, 'whole') }
}

function deletePolicy(call: IamCall): undefined {
  const policy = ownPolicy(call)
  if (attachmentCount(call.account, policy.arn) + boundaryCount(call.account, policy.arn) > 0) {
    throw deleteConflict('Cannot delete a policy attached to entities.')
  }
  if (policy.versions.length > 1) {
    const message =
      'This policy has more than one version. Before you delete a policy, you must delete the policy’s versions. The default version is deleted with the policy.'
    throw deleteConflict(message)
  }
  call.account.policies.delete(policy.arn)
  return undefined
}

function listPolicies(call: IamCall): XmlFields {
  const { input, world, account } = call
  const scope = input.optional('Scope') ?? 'All'
  const prefix = input.optional('PathPrefix', TEXT_RULES.pathPrefix) ?? '/'
  const onlyAttached = input.flag('OnlyAttached') ?? false
  const all = [
    ...(scope === 'Local' ? [] : world.account('aws').policies.values()),
    ...(scope === 'AWS' ? [] : account.policies.values()),
  ]
  const chosen = all.filter(
    ({ path, arn }) =>
      path.startsWith(prefix) && (!onlyAttached || attachmentCount(account, arn) > 0),
  )
  const { items, end } = page(call, chosen, (policy) => policy.arn)
  return { Policies: items.map((policy) => policyFields(call, policy, 'list')), ...end }
}

function policyFields(call: IamCall, policy: ManagedPolicy, extent: 'whole' | 'list'): XmlFields {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attachmentCount(call.account, policy.arn),
    PermissionsBoundaryUsageCount: boundaryCount(call.account, policy.arn),
    IsAttachable: true,
    CreateDate: policy.createdAt,
    UpdateDate: policy.updatedAt,
    ...(extent === 'whole' && {
      Description: policy.description === '' ? undefined : policy.description,
      Tags: tagFields(policy.tags),
    }),
  }
}

function newArn(call: IamCall): string {
  const path = call.input.optional('Path', TEXT_RULES.path) ?? '/'
  const name = call.input.text('PolicyName', TEXT_RULES.policyName)
  return awsArn(call.world, 'iam', call.account.id, `policy${path}${name}`)
}
