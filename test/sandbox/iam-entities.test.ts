import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addUser, codeOf, failure, policy, startStage, trust } from './stage.ts'

const S3 = policy('Allow', 's3:*')
const TRUST = trust('123456789012')

test('a role is made, read, changed, listed and deleted once its policies are gone', async (t) => {
  const { iam } = await startStage(t)
  const RoleName = 'worker'
  const { Role } = await iam.createRole({
    RoleName,
    Path: '/x/',
    AssumeRolePolicyDocument: TRUST,
    MaxSessionDuration: 7200,
    Description: 'does work',
    Tags: [{ Key: 'a', Value: 'b' }],
  })
  assert.equal(Role?.Arn, 'arn:aws:iam::123456789012:role/x/worker')
  await iam.updateRole({ RoleName, Description: 'rests', MaxSessionDuration: 3600 })
  await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trust('111111111111') })
  const { Role: read } = await iam.getRole({ RoleName })
  assert.equal(read?.MaxSessionDuration, 3600)
  assert.match(decodeURIComponent(read.AssumeRolePolicyDocument ?? ''), /111111111111/)
  assert.deepEqual(read.Tags, [{ Key: 'a', Value: 'b' }])
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
  await iam.attachRolePolicy({ RoleName, PolicyArn })
  await iam.putRolePolicy({ RoleName, PolicyName: 'p', PolicyDocument: S3 })
  assert.equal(await codeOf(iam.deleteRole({ RoleName })), 'DeleteConflictException 409')
  await iam.detachRolePolicy({ RoleName, PolicyArn })
  assert.equal(await codeOf(iam.deleteRole({ RoleName })), 'DeleteConflictException 409')
  const { PolicyNames } = await iam.listRolePolicies({ RoleName })
  assert.deepEqual(PolicyNames, ['p'])
  await iam.deleteRolePolicy({ RoleName, PolicyName: 'p' })
  const { Roles } = await iam.listRoles({ PathPrefix: '/x/' })
  assert.equal(Roles?.length, 1)
  await iam.deleteRole({ RoleName })
  assert.equal(await codeOf(iam.getRole({ RoleName })), 'NoSuchEntityException 404')
})

test('a role keeps the limits of its sizes and durations', async (t) => {
  const { iam } = await startStage(t)
  const create = (more: object) =>
    iam.createRole({ RoleName: 'worker', AssumeRolePolicyDocument: TRUST, ...more })
  assert.equal(await codeOf(create({ MaxSessionDuration: 3599 })), 'ValidationError 400')
  assert.equal(await codeOf(create({ MaxSessionDuration: 43_201 })), 'ValidationError 400')
  const many = Array.from(
    { length: 100 },
    (_, index) => `arn:aws:iam::1234567890${index + 10}:root`,
  )
  const large = create({ AssumeRolePolicyDocument: trust(many) })
  assert.equal(await codeOf(large), 'LimitExceededException 409')
  const untrusting = create({ AssumeRolePolicyDocument: S3 })
  assert.equal(await codeOf(untrusting), 'MalformedPolicyDocumentException 400')
  await create({})
  const put = (PolicyName: string, size: number) =>
    iam.putRolePolicy({
      RoleName: 'worker',
      PolicyName,
      PolicyDocument: policy('Allow', 's3:GetObject', `arn:aws:s3:::${'x'.repeat(size)}`),
    })
  await put('one', 9000)
  assert.equal(await codeOf(put('two', 2000)), 'LimitExceededException 409')
})

test('a group is made, filled, read in pages, and deleted once it is empty', async (t) => {
  const stage = await startStage(t)
  const { iam } = stage
  const group = { GroupName: 'team' }
  const { Group } = await iam.createGroup({ ...group, Path: '/x/' })
  assert.match(Group?.GroupId ?? '', /^AGPA/)
  assert.equal(await codeOf(iam.createGroup(group)), 'EntityAlreadyExistsException 409')
  for (const UserName of ['a1', 'a2', 'a3']) {
    await addUser(stage, UserName)
    await iam.addUserToGroup({ ...group, UserName })
  }
  const first = await iam.getGroup({ ...group, MaxItems: 2 })
  assert.equal(first.IsTruncated, true)
  const rest = await iam.getGroup({ ...group, Marker: first.Marker })
  assert.deepEqual(
    rest.Users?.map(({ UserName }) => UserName),
    ['a3'],
  )
  assert.equal(await codeOf(iam.deleteGroup(group)), 'DeleteConflictException 409')
  for (const UserName of ['a1', 'a2', 'a3']) await iam.removeUserFromGroup({ ...group, UserName })
  await iam.putGroupPolicy({ ...group, PolicyName: 'p', PolicyDocument: S3 })
  assert.equal(await codeOf(iam.deleteGroup(group)), 'DeleteConflictException 409')
  const { PolicyDocument } = await iam.getGroupPolicy({ ...group, PolicyName: 'p' })
  assert.equal(decodeURIComponent(PolicyDocument ?? ''), S3)
  await iam.deleteGroupPolicy({ ...group, PolicyName: 'p' })
  await iam.deleteGroup(group)
  assert.equal(await codeOf(iam.getGroup(group)), 'NoSuchEntityException 404')
})

test('a managed policy has five versions at most, and numbers none twice', async (t) => {
  const { iam } = await startStage(t)
  const { Policy } = await iam.createPolicy({ PolicyName: 'p', PolicyDocument: S3 })
  const PolicyArn = Policy?.Arn ?? ''
  assert.equal(PolicyArn, 'arn:aws:iam::123456789012:policy/p')
  const add = (more: object = {}) =>
    iam.createPolicyVersion({ PolicyArn, PolicyDocument: S3, ...more })
  for (let index = 0; index < 4; index += 1) await add()
  assert.equal(await codeOf(add()), 'LimitExceededException 409')
  await iam.deletePolicyVersion({ PolicyArn, VersionId: 'v3' })
  const { PolicyVersion } = await add({ SetAsDefault: true })
  assert.equal(PolicyVersion?.VersionId, 'v6')
  const remove = iam.deletePolicyVersion({ PolicyArn, VersionId: 'v6' })
  assert.equal(await codeOf(remove), 'DeleteConflictException 409')
  const { Versions } = await iam.listPolicyVersions({ PolicyArn })
  assert.deepEqual(
    Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
    [
      ['v6', true],
      ['v5', false],
      ['v4', false],
      ['v2', false],
      ['v1', false],
    ],
  )
  const version = await iam.getPolicyVersion({ PolicyArn, VersionId: 'v1' })
  assert.equal(decodeURIComponent(version.PolicyVersion?.Document ?? ''), S3)
})

test('a managed policy is deleted once nobody has it and its other versions are gone', async (t) => {
  const stage = await startStage(t)
  const { iam } = stage
  const { Policy } = await iam.createPolicy({ PolicyName: 'p', PolicyDocument: S3 })
  const PolicyArn = Policy?.Arn ?? ''
  await addUser(stage, 'ann')
  await iam.attachUserPolicy({ UserName: 'ann', PolicyArn })
  await iam.createPolicyVersion({ PolicyArn, PolicyDocument: S3 })
  const { PolicyUsers } = await iam.listEntitiesForPolicy({ PolicyArn })
  assert.deepEqual(
    PolicyUsers?.map(({ UserName }) => UserName),
    ['ann'],
  )
  assert.equal((await iam.getPolicy({ PolicyArn })).Policy?.AttachmentCount, 1)
  const remove = () => iam.deletePolicy({ PolicyArn })
  assert.equal(await codeOf(remove()), 'DeleteConflictException 409')
  await iam.detachUserPolicy({ UserName: 'ann', PolicyArn })
  assert.match((await failure(remove())).message, /more than one version/)
  await iam.deletePolicyVersion({ PolicyArn, VersionId: 'v2' })
  await iam.putUserPermissionsBoundary({ UserName: 'ann', PermissionsBoundary: PolicyArn })
  assert.equal(await codeOf(remove()), 'DeleteConflictException 409')
  await iam.deleteUserPermissionsBoundary({ UserName: 'ann' })
  await remove()
  assert.equal(await codeOf(iam.getPolicy({ PolicyArn })), 'NoSuchEntityException 404')
})

test('managed policies of AWS are there to read and attach, not to change', async (t) => {
  const { iam } = await startStage(t)
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
  assert.equal((await iam.getPolicy({ PolicyArn })).Policy?.PolicyName, 'AdministratorAccess')
  assert.equal(await codeOf(iam.deletePolicy({ PolicyArn })), 'AccessDenied 403')
  const { Policies = [] } = await iam.listPolicies({ Scope: 'AWS' })
  assert(Policies.length > 5)
  assert.deepEqual((await iam.listPolicies({ Scope: 'Local' })).Policies, [])
})

test('a managed policy holds 6,144 characters', async (t) => {
  const { iam } = await startStage(t)
  const create = (size: number) =>
    iam.createPolicy({
      PolicyName: 'p',
      PolicyDocument: policy('Allow', 's3:GetObject', `arn:aws:s3:::${'x'.repeat(size)}`),
    })
  assert.equal(await codeOf(create(6144)), 'LimitExceededException 409')
  await create(6000)
})

test('a login profile is made once, read, changed and deleted', async (t) => {
  const stage = await startStage(t)
  const { iam } = stage
  await addUser(stage, 'ann')
  const user = { UserName: 'ann' }
  assert.equal(await codeOf(iam.getLoginProfile(user)), 'NoSuchEntityException 404')
  const create = { ...user, Password: 'correct horse' }
  await iam.createLoginProfile({ ...create, PasswordResetRequired: true })
  assert.equal(await codeOf(iam.createLoginProfile(create)), 'EntityAlreadyExistsException 409')
  await iam.updateLoginProfile({ ...user, PasswordResetRequired: false })
  const { LoginProfile } = await iam.getLoginProfile(user)
  assert.equal(LoginProfile?.PasswordResetRequired, false)
  await iam.deleteLoginProfile(user)
  assert.equal(await codeOf(iam.deleteLoginProfile(user)), 'NoSuchEntityException 404')
})

test('an OIDC provider is made, read, changed, listed and deleted', async (t) => {
  const { iam } = await startStage(t)
  const Url = 'https://token.actions.githubusercontent.com'
  const { OpenIDConnectProviderArn } = await iam.createOpenIDConnectProvider({
    Url,
    ClientIDList: ['sts.amazonaws.com'],
  })
  const provider = { OpenIDConnectProviderArn }
  await iam.addClientIDToOpenIDConnectProvider({ ...provider, ClientID: 'other' })
  const { ClientIDList } = await iam.getOpenIDConnectProvider(provider)
  assert.deepEqual(ClientIDList, ['sts.amazonaws.com', 'other'])
  const again = iam.createOpenIDConnectProvider({ Url })
  assert.equal(await codeOf(again), 'EntityAlreadyExistsException 409')
  const plain = iam.createOpenIDConnectProvider({ Url: 'http://example.com' })
  assert.equal(await codeOf(plain), 'ValidationError 400')
  await iam.deleteOpenIDConnectProvider(provider)
  assert.deepEqual((await iam.listOpenIDConnectProviders()).OpenIDConnectProviderList, [])
})

test('an action that is not there is answered as AWS does', async (t) => {
  const { iam } = await startStage(t)
  assert.equal(await codeOf(iam.generateCredentialReport()), 'InvalidAction 400')
})
