import { AwsError, deleteConflict, limitExceeded } from '../aws-error.ts'
import { requestTagContext } from '../access/context.ts'
import { policySize } from '../../core/policy/text.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { awsArn } from '../world/arn.ts'
import type { PolicyText, IamRole } from '../world/entities.ts'
import { newUniqueId } from '../world/ids.ts'
import { nameKey } from '../world/world.ts'
import { boundaryFields, readBoundary, requestedBoundaryContext } from './boundaries.ts'
import { encodeDocument, readPolicy } from './documents.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { ROLES, named, resourceOf, store } from './kinds.ts'
import { page } from './paging.ts'
import { tagFields, taggingActions } from './tagging.ts'
import { defined } from '../../core/language/defined.ts'

const SESSION_SECONDS = { min: 3600, max: 43_200 }

/** Roles themselves, their trust, their tags. */
export const roleActions: IamActions = {
  CreateRole: {
    resource: (call) => roleArn(call),
    context: (call) => ({
      ...requestedBoundaryContext(call),
      ...requestTagContext(call.input.tags()),
    }),
    also: (call) => (Object.keys(call.input.tags()).length > 0 ? ['iam:TagRole'] : []),
    run: createRole,
  },
  GetRole: {
    resource: resourceOf(ROLES),
    run: (call) => ({ Role: roleFields(named(ROLES, call), 'whole') }),
  },
  UpdateRole: { resource: resourceOf(ROLES), run: updateRole },
  UpdateRoleDescription: { resource: resourceOf(ROLES), run: updateRole },
  UpdateAssumeRolePolicy: {
    resource: resourceOf(ROLES),
    run: (call) => {
      const role = named(ROLES, call)
      const trust = readTrust(call.input.text('PolicyDocument', TEXT_RULES.document))
      store(ROLES, call, { ...role, trust })
      return undefined
    },
  },
  DeleteRole: { resource: resourceOf(ROLES), run: deleteRole },
  ListRoles: {
    resource: (call) => awsArn(call.world, 'iam', call.account.id, `role${pathPrefix(call)}`),
    run: (call) => {
      const prefix = pathPrefix(call)
      const roles = call.account.roles.values().filter((role) => role.path.startsWith(prefix))
      const { items, end } = page(call, roles, (role) => role.name)
      return { Roles: items.map((role) => roleFields(role, 'list')), ...end }
    },
  },
  ...taggingActions({
    noun: 'Role',
    resource: resourceOf(ROLES),
    read: (call) => named(ROLES, call).tags,
    write: (call, tags) => {
      store(ROLES, call, { ...named(ROLES, call), tags })
    },
  }),
}

/** Where a new role is and whom it trusts. */
export interface NewRole {
  readonly accountId: string
  readonly path: string
  readonly name: string
  readonly trust: PolicyText
}

/** A role without rights. */
export function newRole(call: Pick<IamCall, 'world' | 'now'>, at: NewRole): IamRole {
  return {
    ...at,
    id: newUniqueId('AROA', 21),
    arn: awsArn(call.world, 'iam', at.accountId, `role${at.path}${at.name}`),
    createdAt: call.now,
    inline: {},
    attached: [],
    tags: {},
    description: '',
    maxSessionSeconds: 3600,
  }
}

function createRole(call: IamCall): XmlFields {
  const name = call.input.text('RoleName', TEXT_RULES.roleName)
  const { account, input, limits } = call
  const trust = readTrust(input.text('AssumeRolePolicyDocument', TEXT_RULES.document))
  if (account.roles.get(nameKey(name)) !== undefined) {
    throw new AwsError(409, 'EntityAlreadyExists', `Role with name ${name} already exists.`)
  }
  if (account.roles.size() >= limits.roles) {
    throw limitExceeded(`Cannot exceed quota for RolesPerAccount: ${limits.roles}`)
  }
  const boundary = readBoundary(call)
  const path = input.optional('Path', TEXT_RULES.path) ?? '/'
  const role: IamRole = {
    ...newRole(call, { accountId: account.id, path, name, trust }),
    description: input.optional('Description', TEXT_RULES.description) ?? '',
    maxSessionSeconds: input.integer('MaxSessionDuration', SESSION_SECONDS) ?? 3600,
    tags: input.tags(),
    ...defined({ boundary }),
  }
  store(ROLES, call, role)
  return { Role: roleFields(role, 'whole') }
}

function updateRole(call: IamCall): undefined {
  const role = named(ROLES, call)
  const { input } = call
  store(ROLES, call, {
    ...role,
    description: input.optional('Description', TEXT_RULES.description) ?? role.description,
    maxSessionSeconds:
      input.integer('MaxSessionDuration', SESSION_SECONDS) ?? role.maxSessionSeconds,
  })
  return undefined
}

function deleteRole(call: IamCall): undefined {
  const role = named(ROLES, call)
  if (Object.keys(role.inline).length > 0) {
    throw deleteConflict('Cannot delete entity, must delete policies first.')
  }
  if (role.attached.length > 0) {
    throw deleteConflict('Cannot delete entity, must detach all policies first.')
  }
  call.account.roles.delete(nameKey(role.name))
  return undefined
}

function readTrust(text: string): PolicyText {
  if (policySize(text) > 2048) throw limitExceeded('Cannot exceed quota for ACLSizePerRole: 2048')
  return readPolicy(text, 'trust')
}

function roleFields(role: IamRole, extent: 'whole' | 'list'): XmlFields {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encodeDocument(role.trust.text),
    Description: role.description === '' ? undefined : role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    ...(extent === 'whole' && {
      PermissionsBoundary: boundaryFields(role.boundary),
      Tags: tagFields(role.tags),
    }),
  }
}

function roleArn(call: IamCall): string {
  const path = call.input.optional('Path', TEXT_RULES.path) ?? '/'
  const name = call.input.text('RoleName', TEXT_RULES.roleName)
  return awsArn(call.world, 'iam', call.account.id, `role${path}${name}`)
}

function pathPrefix(call: IamCall): string {
  return call.input.optional('PathPrefix', TEXT_RULES.pathPrefix) ?? '/'
}
