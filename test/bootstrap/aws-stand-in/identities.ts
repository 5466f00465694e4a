/** IAM's part of the stand-in, made in the sandbox for real. */
import {
  KEPT,
  REPLACES,
  arn,
  define,
  demand,
  id,
  isArn,
  isDocument,
  tagList,
  tags,
  text,
} from './session.ts'

export const callerIdentity = define.dataSource({
  schema: {
    description: 'Who AWS sees.',
    attributes: {
      account_id: text('computed'),
      arn: text('computed'),
      id: text('computed'),
      user_id: text('computed'),
    },
  },
  read: async (_config, { session }) => {
    const { Account = null, Arn = null, UserId = null } = await session.sts.getCallerIdentity()
    return { account_id: Account, arn: Arn, id: Account, user_id: UserId }
  },
})

export const region = define.dataSource({
  schema: {
    description: 'Where the provider works.',
    attributes: { id: text('computed'), description: text('computed') },
  },
  read: (_config, { session }) => ({ id: session.region, description: session.region }),
})

export const knownOidcProvider = define.dataSource({
  schema: {
    description: 'Whose tokens IAM believes already.',
    attributes: {
      url: text('optional'),
      arn: text('optional_computed'),
      client_id_list: { type: { list: 'string' }, use: 'computed', description: '' },
      id: text('computed'),
    },
  },
  read: async ({ url }, { session }) => {
    const { OpenIDConnectProviderList: all = [] } = await session.iam.listOpenIDConnectProviders({})
    const end = `:oidc-provider/${(url ?? '').replace('https://', '')}`
    const found = all.flatMap(({ Arn = '' }) => (Arn.endsWith(end) ? [Arn] : []))[0]
    if (found === undefined)
      throw new Error(`finding IAM OIDC Provider by url (${url ?? ''}): not found`)
    const { ClientIDList = [] } = await session.iam.getOpenIDConnectProvider({
      OpenIDConnectProviderArn: found,
    })
    return { url, arn: found, client_id_list: ClientIDList, id: found }
  },
})

export const oidcProvider = define.resource({
  ...KEPT,
  schema: {
    description: 'Whose tokens IAM believes.',
    attributes: {
      url: { ...text('required'), ...REPLACES },
      client_id_list: { type: { set: 'string' }, use: 'required', description: '' },
      thumbprint_list: { type: { list: 'string' }, use: 'optional_computed', description: '' },
      tags,
      arn,
      id,
    },
  },
  validate: ({ url }, call) => {
    demand(call, ['url'], url, (value) => value.startsWith('https://'))
  },
  create: async ({ config }, { session }) => {
    const { OpenIDConnectProviderArn: made = null } = await session.iam.createOpenIDConnectProvider(
      {
        Url: config.url,
        ClientIDList: [...config.client_id_list],
        Tags: tagList(config.tags),
      },
    )
    return { result: { arn: made, id: made, thumbprint_list: [] } }
  },
})

export const role = define.resource({
  ...KEPT,
  schema: {
    description: 'A role.',
    attributes: {
      name: { ...text('optional_computed'), ...REPLACES },
      description: text('optional'),
      assume_role_policy: text('required'),
      permissions_boundary: text('optional'),
      tags,
      arn,
      id,
    },
  },
  validate: (config, call) => {
    demand(call, ['assume_role_policy'], config.assume_role_policy, isDocument)
    demand(call, ['permissions_boundary'], config.permissions_boundary, isArn)
    demand(call, ['name'], config.name, (value) => /^[\w+=,.@-]{1,64}$/.test(value))
  },
  create: async ({ config }, { session }) => {
    const { Role } = await session.iam.createRole({
      RoleName: config.name ?? 'generated',
      AssumeRolePolicyDocument: config.assume_role_policy,
      Tags: tagList(config.tags),
      ...(config.description !== null && { Description: config.description }),
      ...(config.permissions_boundary !== null && {
        PermissionsBoundary: config.permissions_boundary,
      }),
    })
    return { result: { arn: Role?.Arn ?? null, id: config.name, name: config.name } }
  },
})

export const rolePolicy = define.resource({
  ...KEPT,
  schema: {
    description: 'A policy in a role.',
    attributes: {
      name: { ...text('optional_computed'), ...REPLACES },
      role: { ...text('required'), ...REPLACES },
      policy: text('required'),
      id,
    },
  },
  validate: ({ policy }, call) => {
    demand(call, ['policy'], policy, isDocument)
  },
  create: async ({ config }, { session }) => {
    const { name, role: RoleName, policy } = config
    const PolicyName = name ?? 'generated'
    await session.iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument: policy })
    return { result: { id: `${RoleName}:${PolicyName}`, name } }
  },
})

export const managedPolicy = define.resource({
  ...KEPT,
  schema: {
    description: 'A managed policy.',
    attributes: {
      name: { ...text('optional_computed'), ...REPLACES },
      description: { ...text('optional'), ...REPLACES },
      policy: text('required'),
      tags,
      arn,
      id,
    },
  },
  validate: ({ policy }, call) => {
    demand(call, ['policy'], policy, isDocument)
  },
  create: async ({ config }, { session }) => {
    const { Policy } = await session.iam.createPolicy({
      PolicyName: config.name ?? 'generated',
      PolicyDocument: config.policy,
      Tags: tagList(config.tags),
      ...(config.description !== null && { Description: config.description }),
    })
    const made = Policy?.Arn ?? null
    return { result: { arn: made, id: made, name: config.name } }
  },
})

export const rolePolicyAttachment = define.resource({
  ...KEPT,
  schema: {
    description: 'A managed policy of a role.',
    attributes: {
      role: { ...text('required'), ...REPLACES },
      policy_arn: { ...text('required'), ...REPLACES },
      id,
    },
  },
  validate: (config, call) => {
    demand(call, ['policy_arn'], config.policy_arn, isArn)
  },
  create: async ({ config }, { session }) => {
    const { role: RoleName, policy_arn: PolicyArn } = config
    await session.iam.attachRolePolicy({ RoleName, PolicyArn })
    return { result: { id: `${RoleName}-${PolicyArn}` } }
  },
})
