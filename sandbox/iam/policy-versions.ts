import { deleteConflict, limitExceeded, noSuchEntity } from '../aws-error.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { ManagedPolicy, PolicyVersion } from '../world/entities.ts'
import { encodeDocument } from './documents.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import {
  existingPolicy,
  ownPolicy,
  policyArn,
  readManagedDocument,
  storePolicy,
} from './managed-policies.ts'
import { page } from './paging.ts'

const MAX_VERSIONS = 5
const resource = policyArn

/** The versions of a managed policy: five at most, one of them in force. */
export const policyVersionActions: IamActions = {
  CreatePolicyVersion: { resource, run: createVersion },
  GetPolicyVersion: {
    resource,
    run: (call) => {
      const policy = existingPolicy(call)
      return { PolicyVersion: versionFields(policy, ownVersion(call, policy), 'whole') }
    },
  },
  ListPolicyVersions: {
    resource,
    run: (call) => {
      const policy = existingPolicy(call)
      const newestFirst = [...policy.versions].reverse()
      const { items, end } = page(call, newestFirst, (version) => version.versionId)
      const versions = items.map((version) => versionFields(policy, version, 'list'))
      return { Versions: versions, ...end }
    },
  },
  SetDefaultPolicyVersion: {
    resource,
    run: (call) => {
      const policy = ownPolicy(call)
      storePolicy(call, { ...policy, defaultVersionId: ownVersion(call, policy).versionId })
      return undefined
    },
  },
  DeletePolicyVersion: {
    resource,
    run: (call) => {
      const policy = ownPolicy(call)
      const version = ownVersion(call, policy)
      if (version.versionId === policy.defaultVersionId) {
        throw deleteConflict('Cannot delete the default version of a policy.')
      }
      storePolicy(call, {
        ...policy,
        versions: policy.versions.filter((one) => one !== version),
      })
      return undefined
    },
  },
}

function createVersion(call: IamCall): XmlFields {
  const policy = ownPolicy(call)
  const document = readManagedDocument(call)
  if (policy.versions.length >= MAX_VERSIONS) {
    throw limitExceeded(
      'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
    )
  }
  const version = { ...document, versionId: `v${policy.nextVersion}`, createdAt: call.now }
  const changed: ManagedPolicy = {
    ...policy,
    versions: [...policy.versions, version],
    nextVersion: policy.nextVersion + 1,
    defaultVersionId:
      call.input.flag('SetAsDefault') === true ? version.versionId : policy.defaultVersionId,
  }
  storePolicy(call, changed)
  return { PolicyVersion: versionFields(changed, version, 'list') }
}

function ownVersion(call: IamCall, policy: ManagedPolicy): PolicyVersion {
  const id = call.input.text('VersionId', { pattern: /^v[1-9]\d*(?:\..*)?$/u, min: 2, max: 64 })
  const version = policy.versions.find((one) => one.versionId === id)
  if (version !== undefined) return version
  throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`)
}

function versionFields(
  policy: ManagedPolicy,
  version: PolicyVersion,
  extent: 'whole' | 'list',
): XmlFields {
  return {
    VersionId: version.versionId,
    IsDefaultVersion: version.versionId === policy.defaultVersionId,
    CreateDate: version.createdAt,
    Document: extent === 'whole' ? encodeDocument(version.text) : undefined,
  }
}
