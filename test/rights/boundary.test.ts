/** What a lease with all rights of IAM can do within the boundary, on the sandbox. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { S3 } from '@aws-sdk/client-s3'
import { STS } from '@aws-sdk/client-sts'
import { checkPolicyDocument } from '../../core/policy/check.ts'
import { rightsOf } from '../../core/rights/rights-of.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { BOUNDARY, allowing, deployment } from './deployments.ts'

const WHOLE = rightsOf('boundary', deployment())

/** A user that daypass made, with every right there is, under the boundary without one of its statements. */
async function openLease(t: TestContext, without?: string) {
  const sandbox = await startSandbox()
  t.after(() => sandbox.stop())
  const at = { endpoint: sandbox.url, region: 'us-east-1', maxAttempts: 1 }
  const admin = new IAM({ ...at, credentials: sandbox.root })
  const Statement = WHOLE.Statement.filter(({ Sid }) => Sid !== without)
  const PolicyDocument = JSON.stringify({ ...WHOLE, Statement })
  await admin.createPolicy({ PolicyName: 'daypass-boundary', PolicyDocument })
  const UserName = `daypass-user-${'a'.repeat(22)}`
  const bounded = { Path: '/daypass/', PermissionsBoundary: BOUNDARY }
  await admin.createUser({ UserName, ...bounded })
  const everything = { PolicyName: 'all', PolicyDocument: allowing('*') }
  await admin.putUserPolicy({ UserName, ...everything })
  const Principal = { AWS: '123456789012' }
  const trust = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' },
  }
  await admin.createRole({ RoleName: 'admin', AssumeRolePolicyDocument: JSON.stringify(trust) })
  const { AccessKey } = await admin.createAccessKey({ UserName })
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {}
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey }
  return {
    UserName,
    everything,
    iam: new IAM({ ...at, credentials }),
    sts: new STS({ ...at, credentials }),
    s3: new S3({ ...at, credentials, forcePathStyle: true }),
  }
}

type Lease = Awaited<ReturnType<typeof openLease>>

/** What a lease must not do, by the statement that keeps it from doing so. */
const ESCAPES: readonly (readonly [
  sid: string,
  what: string,
  escape: (lease: Lease) => Promise<unknown>,
])[] = [
  [
    'NotOnLeases',
    'give itself a policy',
    ({ iam, UserName, everything }) => iam.putUserPolicy({ UserName, ...everything }),
  ],
  ['NotOnLeases', 'make another key', ({ iam, UserName }) => iam.createAccessKey({ UserName })],
  [
    'NotOnLeases',
    'change the boundary',
    ({ iam }) =>
      iam.createPolicyVersion({
        PolicyArn: BOUNDARY,
        PolicyDocument: allowing('*'),
        SetAsDefault: true,
      }),
  ],
  [
    'NobodyWithoutBounds',
    'make a user without bounds',
    ({ iam }) => iam.createUser({ UserName: 'free' }),
  ],
  [
    'BoundsStay',
    'take the bounds of others away',
    async ({ iam }) => {
      await iam.createUser({ UserName: 'bound', PermissionsBoundary: BOUNDARY })
      await iam.deleteUserPermissionsBoundary({ UserName: 'bound' })
    },
  ],
  [
    'NobodyElse',
    'become another role',
    ({ sts }) =>
      sts.assumeRole({ RoleArn: 'arn:aws:iam::123456789012:role/admin', RoleSessionName: 'me' }),
  ],
  [
    'NotTheState',
    'write the state',
    ({ s3 }) => s3.putObject({ Bucket: 'daypass-state', Key: 'team/due/1/x', Body: '' }),
  ],
]

for (const [sid, what, escape] of ESCAPES) {
  test(`a lease within the boundary cannot ${what}, and could without ${sid}`, async (t) => {
    await assert.rejects(escape(await openLease(t)), { name: 'AccessDenied' })
    await escape(await openLease(t, sid))
  })
}

test('within the boundary a lease can do all else', async (t) => {
  const { iam } = await openLease(t)
  await iam.createUser({ UserName: 'bound', PermissionsBoundary: BOUNDARY })
  await iam.createGroup({ GroupName: 'people' })
})

test('all policies are well formed, and fit into IAM', () => {
  for (const who of ['broker', 'issuer', 'sweeper', 'revoker', 'boundary'] as const) {
    const json = JSON.stringify(rightsOf(who, deployment()))
    assert.deepEqual(checkPolicyDocument(json, 'identity'), [])
    assert.ok(json.length < 10_240, `${who} has ${json.length} characters`)
  }
  assert.ok(JSON.stringify(WHOLE).length < 6144)
})
