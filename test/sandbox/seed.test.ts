import assert from 'node:assert/strict'
import { test } from 'node:test'
import type {
  AssumedRoleRole,
  FederationTokenRole,
  IamUserRole,
  SessionTokenRole,
} from '../../core/role/role.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import { codeOf, keysOf, policy, startStage } from './stage.ts'

const assumed: AssumedRoleRole = {
  name: 'deploy',
  credential_type: 'assumed_role',
  role_arns: ['arn:aws:iam::222222222222:role/team/deploy'],
  policy_arns: ['arn:aws:iam::aws:policy/job-function/Billing'],
  policy_document: policy('Allow', 's3:*', [
    'arn:aws:s3:::seeded-bucket',
    'arn:aws:s3:::seeded-bucket/team/*',
  ]),
  iam_groups: ['team'],
  session_tags: {},
  external_id: 'secret',
  subjects: ['repo:octo-org/octo-repo:*'],
  default_sts_ttl: 3600,
  max_sts_ttl: 43_200,
}

test('a role that a role file names can be assumed, for its longest time and with its external id', async (t) => {
  const stage = await startStage(t)
  seedRoles(stage.sandbox, [assumed])
  const assume = {
    RoleArn: assumed.role_arns[0],
    RoleSessionName: 'me',
    DurationSeconds: 43_200,
    Tags: [{ Key: 'a', Value: 'b' }],
    SourceIdentity: 'me',
  }
  assert.equal(await codeOf(stage.sts.assumeRole(assume)), 'AccessDenied 403')
  const answer = await stage.sts.assumeRole({ ...assume, ExternalId: 'secret' })
  const { Arn } = await stage.as(keysOf(answer)).sts.getCallerIdentity()
  assert.equal(Arn, 'arn:aws:sts::222222222222:assumed-role/deploy/me')
})

test('a job of the right subject takes the role with a token of the built-in issuer', async (t) => {
  const stage = await startStage(t)
  seedRoles(stage.sandbox, [assumed])
  const assume = async (sub: string) => {
    const query = new URLSearchParams({ sub, audience: 'sts.amazonaws.com' })
    const response = await fetch(`${stage.sandbox.url}/_sandbox/oidc/token?${query.toString()}`)
    const { value } = (await response.json()) as { value: string }
    return await stage.sts.assumeRoleWithWebIdentity({
      RoleArn: assumed.role_arns[0],
      RoleSessionName: 'job',
      WebIdentityToken: value,
    })
  }
  await assume('repo:octo-org/octo-repo:ref:refs/heads/main')
  assert.equal(await codeOf(assume('repo:someone/else:ref:x')), 'AccessDenied 403')
})

test('buckets that a policy names are there, with an object to read under each prefix', async (t) => {
  const { sandbox, s3 } = await startStage(t)
  seedRoles(sandbox, [assumed])
  for (const Key of ['hello.txt', 'team/hello.txt']) {
    const { Body } = await s3.getObject({ Bucket: 'seeded-bucket', Key })
    assert.equal(await Body?.transformToString(), 'hello from the sandbox\n')
  }
})

test('policies, boundaries and groups that role files name are there', async (t) => {
  const { sandbox, iam } = await startStage(t)
  const user: IamUserRole = {
    name: 'reader',
    credential_type: 'iam_user',
    policy_arns: [
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      'arn:aws:iam::123456789012:policy/x/own',
    ],
    iam_groups: ['readers'],
    iam_tags: {},
    user_path: '/',
    permissions_boundary_arn: 'arn:aws:iam::123456789012:policy/limit',
    default_ttl: 60,
    max_ttl: 60,
  }
  const federated: FederationTokenRole = {
    name: 'fed',
    credential_type: 'federation_token',
    policy_arns: ['arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess'],
    iam_groups: [],
    default_sts_ttl: 3600,
    max_sts_ttl: 3600,
  }
  seedRoles(sandbox, [user, federated, assumed])
  seedRoles(sandbox, [user, federated, assumed])
  for (const PolicyArn of [
    ...user.policy_arns,
    ...federated.policy_arns,
    ...assumed.policy_arns,
    user.permissions_boundary_arn,
  ]) {
    assert.equal((await iam.getPolicy({ PolicyArn })).Policy?.Arn, PolicyArn)
  }
  const { Groups } = await iam.listGroups({})
  assert.deepEqual(
    Groups?.map(({ GroupName }) => GroupName),
    ['readers', 'team'],
  )
})

test('the MFA device of a role belongs to the administrator, and its code can be asked for', async (t) => {
  const { sandbox, sts } = await startStage(t)
  const SerialNumber = 'arn:aws:iam::123456789012:mfa/daypass'
  const role: SessionTokenRole = {
    name: 'operator',
    credential_type: 'session_token',
    mfa_serial_number: SerialNumber,
    default_sts_ttl: 3600,
    max_sts_ttl: 3600,
  }
  seedRoles(sandbox, [role])
  const query = new URLSearchParams({ serial: SerialNumber })
  const response = await fetch(`${sandbox.url}/_sandbox/mfa?${query.toString()}`)
  const { code } = (await response.json()) as { code: string }
  await sts.getSessionToken({ SerialNumber, TokenCode: code })
})

test('what was seeded works at once, however slowly IAM spreads', async (t) => {
  const stage = await startStage(t, { propagationSeconds: 60 })
  seedRoles(stage.sandbox, [assumed])
  await stage.sts.assumeRole({
    RoleArn: assumed.role_arns[0],
    RoleSessionName: 'me',
    ExternalId: 'secret',
  })
})
