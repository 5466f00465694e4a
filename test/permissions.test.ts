/** `docs/permissions.md` against the calls in the source, and every flow with exactly those rights. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { checkPolicyDocument } from '../core/policy/check.ts'
import { issue } from '../core/issue.ts'
import { renew } from '../core/renew.ts'
import { revoke } from '../core/revoke.ts'
import { parseRole } from '../core/role/parse-role.ts'
import { rightsOf } from '../core/rights/rights-of.ts'
import { deployment } from './rights/deployments.ts'
import { type Sandbox, liveCredentials, startSandbox } from '../sandbox/sandbox.ts'
import { cleanForEachTest } from './support/clean-sandbox.ts'
import { type Key, sandboxPorts } from './support/sandbox-ports.ts'
import { projectFiles, root } from './support/source-files.ts'

const text = readFileSync(join(root, 'docs/permissions.md'), 'utf8')
const policies = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => json)

/** Rights that AWS asks for along with another call, not for a call of its own. */
const WITH_ANOTHER_CALL = ['iam:TagUser', 'sts:TagSession', 'sts:SetSourceIdentity']
/** Calls that need no right. */
const FREE = ['sts:GetSessionToken', 'sts:GetCallerIdentity', 'sts:AssumeRoleWithWebIdentity']

let sandbox: Sandbox
let iam: IAM
before(async () => {
  sandbox = await startSandbox()
  iam = iamAs(sandbox.root)
  cleanForEachTest(sandbox)
})
after(async () => {
  await sandbox.stop()
})

test('the policies name the calls to IAM and STS in the source, all of them and no others', () => {
  const called = projectFiles('aws')
    .flatMap((path) => [
      ...readFileSync(join(root, path), 'utf8').matchAll(/\b(iam|sts)\.([a-z]\w+)\(/g),
    ])
    .map(
      ([, service = '', method = '']) =>
        `${service}:${method.charAt(0).toUpperCase()}${method.slice(1)}`,
    )
  const named = policies.flatMap((json) =>
    [...json.matchAll(/"((?:iam|sts):[A-Z]\w+)"(?!:)/g)].map(([, name = '']) => name),
  )
  const expected = new Set([...called, ...WITH_ANOTHER_CALL].filter((name) => !FREE.includes(name)))
  assert.deepEqual([...new Set(named)].sort(), [...expected].sort())
})

test('daypass policy prints no right that the document does not tell of, and leaves out what it says', () => {
  const named = new Set(
    policies.flatMap((json) =>
      [...json.matchAll(/"((?:iam|sts|s3):[A-Z]\w+)"(?!:)/g)].map(([, name = '']) => name),
    ),
  )
  const printed = new Set(
    rightsOf('broker', deployment()).Statement.flatMap(({ Action }) => Action),
  )
  assert.deepEqual(
    [...printed].filter((name) => !named.has(name)),
    [],
  )
  // Of the doctor, and for leases of older versions: the document tells them apart.
  const left = [
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketVersioning',
    's3:GetLifecycleConfiguration',
    'sts:GetAccessKeyInfo',
  ]
  assert.deepEqual([...named].filter((name) => !printed.has(name)).sort(), left)
})

test('the policies are well formed', () => {
  const problems = policies.flatMap((json) => checkPolicyDocument(json, 'identity'))
  assert.deepEqual(problems, [])
})

test('the policies are enough to issue, renew and revoke every type', async () => {
  const key = await brokerWithPolicies()
  const ports = sandboxPorts(sandbox, key)
  for (const [name, fields] of Object.entries(ROLES)) {
    const role = parseRole(JSON.stringify({ ...fields, name }), {
      file: `${name}.json`,
      name,
      dialect: 'aws',
    })
    const { lease } = await issue(ports, {
      role,
      holder: { kind: 'shell', user: 'ann', host: 'laptop' },
    })
    if (lease.principal.type === 'iam_user') {
      await renew(ports, lease.id, { incrementSeconds: 7200 })
      await giveByHand(lease.principal.userName)
    }
    const end = await revoke(ports, lease.id)
    assert.equal(end.status, 'revoked')
  }
  const users = liveCredentials(sandbox.world, sandbox.clock.now()).filter(({ name }) =>
    name.startsWith('daypass-user'),
  )
  assert.deepEqual(users, [])
})

test('without the boundary that the last policy of iam_user asks for, no user is made', async () => {
  const key = await brokerWithPolicies()
  const role = parseRole(JSON.stringify({ ...ROLES.user, permissions_boundary_arn: undefined }), {
    file: 'user.json',
    name: 'user',
    dialect: 'aws',
  })
  const request = { role, holder: { kind: 'shell' as const } }
  await assert.rejects(issue(sandboxPorts(sandbox, key), request), { code: 'aws-denied' })
})

const READ = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
}

/** Stands for the boundary in the document. */
const BOUNDARY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

const ROLES = {
  user: {
    credential_type: 'iam_user',
    policy_document: READ,
    policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    iam_groups: ['auditors'],
    iam_tags: { team: 'data' },
    permissions_boundary_arn: BOUNDARY,
  },
  session: {
    credential_type: 'assumed_role',
    role_arns: ['arn:aws:iam::123456789012:role/deploy-role'],
    iam_groups: ['auditors'],
    session_tags: { team: 'data' },
    source_identity: '{{user}}',
  },
  federated: {
    credential_type: 'federation_token',
    policy_document: READ,
    iam_groups: ['auditors'],
  },
  token: { credential_type: 'session_token' },
} as const

function iamAs(credentials: Key): IAM {
  return new IAM({ endpoint: sandbox.url, region: 'us-east-1', credentials })
}

let brokers = 0

/** An IAM user with the documented policies and nothing else, beside what they speak of. */
async function brokerWithPolicies(): Promise<Key> {
  const UserName = `broker-${++brokers}`
  const { User } = await iam.createUser({ UserName })
  // One group for each: together they are too long for the user itself.
  for (const [index, json] of policies.entries()) {
    const GroupName = `${UserName}-${index}`
    const PolicyDocument = json
      .replace(/arn:[^"]+policy\/daypass-boundary/, BOUNDARY)
      .replace('daypass-issuer', UserName)
    await iam.createGroup({ GroupName })
    await iam.putGroupPolicy({ GroupName, PolicyName: 'documented', PolicyDocument })
    await iam.addUserToGroup({ UserName, GroupName })
  }
  if (brokers === 1) await seed()
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: User?.Arn },
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      },
    ],
  }
  await iam.updateAssumeRolePolicy({
    RoleName: 'deploy-role',
    PolicyDocument: JSON.stringify(trust),
  })
  const { AccessKey } = await iam.createAccessKey({ UserName })
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  }
}

async function seed(): Promise<void> {
  const PolicyDocument = JSON.stringify(READ)
  const nobody = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }],
  }
  await iam.createGroup({ GroupName: 'auditors' })
  await iam.putGroupPolicy({ GroupName: 'auditors', PolicyName: 'read', PolicyDocument })
  await iam.createRole({
    RoleName: 'deploy-role',
    AssumeRolePolicyDocument: JSON.stringify(nobody),
  })
}

/** What makes IAM refuse to delete a user until it is taken away. */
async function giveByHand(UserName: string): Promise<void> {
  await iam.createLoginProfile({ UserName, Password: `P4ss-${randomBytes(12).toString('hex')}` })
}
