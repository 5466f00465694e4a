import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paginateListUsers } from '@aws-sdk/client-iam'
import { totpCode } from '../../sandbox/totp.ts'
import { type Stage, addRole, addUser, codeOf, failure, policy, startStage } from './stage.ts'

const USER = { UserName: 'ann' }
const SSH_KEY = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDJx ann@laptop'
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'

test('a user is made, read, changed, listed and deleted', async (t) => {
  const { iam } = await startStage(t)
  const Tags = [{ Key: 'team', Value: 'blue green' }]
  const { User } = await iam.createUser({ ...USER, Path: '/leases/', Tags })
  assert.equal(User?.Arn, 'arn:aws:iam::123456789012:user/leases/ann')
  assert.deepEqual(User.Tags, Tags)
  await iam.updateUser({ ...USER, NewPath: '/other/', NewUserName: 'Bob' })
  const { User: bob } = await iam.getUser({ UserName: 'Bob' })
  assert.equal(bob?.Arn, 'arn:aws:iam::123456789012:user/other/Bob')
  assert.equal(bob.UserId, User.UserId)
  assert.equal(await codeOf(iam.getUser(USER)), 'NoSuchEntityException 404')
  const { Users } = await iam.listUsers({ PathPrefix: '/other/' })
  assert.deepEqual(
    Users?.map(({ UserName }) => UserName),
    ['Bob'],
  )
  await iam.deleteUser({ UserName: 'Bob' })
  assert.equal(await codeOf(iam.deleteUser({ UserName: 'Bob' })), 'NoSuchEntityException 404')
})

test('a user made again under the same name is another one', async (t) => {
  const { iam } = await startStage(t)
  const { User: first } = await iam.createUser(USER)
  await iam.deleteUser(USER)
  const { User: second } = await iam.createUser(USER)
  assert.notEqual(first?.UserId, second?.UserId)
})

test('GetUser without a name answers the caller', async (t) => {
  const stage = await startStage(t)
  const ann = stage.as(await addUser(stage, 'ann', policy('Allow', 'iam:GetUser')))
  assert.equal((await ann.iam.getUser({})).User?.UserName, 'ann')
})

test('names are unique without regard to case', async (t) => {
  const { iam } = await startStage(t)
  await iam.createUser(USER)
  const { name, message } = await failure(iam.createUser({ UserName: 'Ann' }))
  assert.equal(name, 'EntityAlreadyExistsException')
  assert.equal(message, 'User with name Ann already exists.')
})

test('names, paths and tags are held to their patterns and lengths', async (t) => {
  const { iam } = await startStage(t)
  const bad: readonly object[] = [
    { UserName: 'a b' },
    { UserName: 'x'.repeat(65) },
    { UserName: 'ok', Path: 'leases/' },
    { UserName: 'ok', Path: '/leases' },
    { UserName: 'ok', Path: `/${'x'.repeat(511)}/` },
    { UserName: 'ok', Tags: [{ Key: 'k'.repeat(129), Value: 'v' }] },
    { UserName: 'ok', Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] },
    { UserName: 'ok', Tags: [{ Key: 'bad*', Value: 'v' }] },
  ]
  for (const input of bad) {
    const call = iam.createUser(input as { UserName: string })
    assert.equal(await codeOf(call), 'ValidationError 400', JSON.stringify(input))
  }
  const twice = [
    { Key: 'team', Value: '1' },
    { Key: 'TEAM', Value: '2' },
  ]
  const call = iam.createUser({ UserName: 'ok', Tags: twice })
  assert.equal(await codeOf(call), 'InvalidInputException 400')
})

test('a user may have two keys and no third', async (t) => {
  const { iam } = await startStage(t)
  await iam.createUser(USER)
  const made = await Promise.allSettled(Array.from({ length: 6 }, () => iam.createAccessKey(USER)))
  assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 2)
  assert.equal(await codeOf(iam.createAccessKey(USER)), 'LimitExceededException 409')
  const { AccessKeyMetadata } = await iam.listAccessKeys(USER)
  assert.equal(AccessKeyMetadata?.length, 2)
})

/** Everything a user can have, how it comes and how it goes. */
const children: Readonly<Record<string, (stage: Stage) => Promise<() => Promise<unknown>>>> = {
  'an access key': async ({ iam }) => {
    const { AccessKey } = await iam.createAccessKey(USER)
    const AccessKeyId = AccessKey?.AccessKeyId
    return () => iam.deleteAccessKey({ ...USER, AccessKeyId })
  },
  'an inactive access key': async ({ iam }) => {
    const { AccessKey } = await iam.createAccessKey(USER)
    const AccessKeyId = AccessKey?.AccessKeyId
    await iam.updateAccessKey({ ...USER, AccessKeyId, Status: 'Inactive' })
    return () => iam.deleteAccessKey({ ...USER, AccessKeyId })
  },
  'an inline policy': async ({ iam }) => {
    const PolicyName = 'p'
    await iam.putUserPolicy({ ...USER, PolicyName, PolicyDocument: policy('Allow', '*') })
    return () => iam.deleteUserPolicy({ ...USER, PolicyName })
  },
  'an attached policy': async ({ iam }) => {
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    await iam.attachUserPolicy({ ...USER, PolicyArn })
    return () => iam.detachUserPolicy({ ...USER, PolicyArn })
  },
  'a group': async ({ iam }) => {
    await iam.createGroup({ GroupName: 'g' })
    await iam.addUserToGroup({ ...USER, GroupName: 'g' })
    return () => iam.removeUserFromGroup({ ...USER, GroupName: 'g' })
  },
  'a login profile': async ({ iam }) => {
    await iam.createLoginProfile({ ...USER, Password: 'correct horse battery' })
    return () => iam.deleteLoginProfile(USER)
  },
  'an MFA device': async ({ iam, sandbox }) => {
    const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'd' })
    const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
    const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
    const now = sandbox.clock.now().getTime()
    const [AuthenticationCode1, AuthenticationCode2] = [0, 30_000].map((later) =>
      totpCode(seed, new Date(now + later)),
    )
    await iam.enableMFADevice({ ...USER, SerialNumber, AuthenticationCode1, AuthenticationCode2 })
    return () => iam.deactivateMFADevice({ ...USER, SerialNumber })
  },
  'an SSH key': async ({ iam }) => {
    const { SSHPublicKey } = await iam.uploadSSHPublicKey({ ...USER, SSHPublicKeyBody: SSH_KEY })
    const SSHPublicKeyId = SSHPublicKey?.SSHPublicKeyId
    return () => iam.deleteSSHPublicKey({ ...USER, SSHPublicKeyId })
  },
  'a signing certificate': async ({ iam }) => {
    const { Certificate } = await iam.uploadSigningCertificate({
      ...USER,
      CertificateBody: CERTIFICATE,
    })
    const CertificateId = Certificate?.CertificateId
    return () => iam.deleteSigningCertificate({ ...USER, CertificateId })
  },
  'a service-specific credential': async ({ iam }) => {
    const { ServiceSpecificCredential } = await iam.createServiceSpecificCredential({
      ...USER,
      ServiceName: 'codecommit.amazonaws.com',
    })
    const ServiceSpecificCredentialId = ServiceSpecificCredential?.ServiceSpecificCredentialId
    return () => iam.deleteServiceSpecificCredential({ ...USER, ServiceSpecificCredentialId })
  },
}

for (const [what, add] of Object.entries(children)) {
  test(`a user with ${what} is not deleted before that is gone`, async (t) => {
    const stage = await startStage(t)
    await stage.iam.createUser(USER)
    const remove = await add(stage)
    const { name, status, message } = await failure(stage.iam.deleteUser(USER))
    assert.equal(`${name} ${status ?? ''}`, 'DeleteConflictException 409')
    assert.match(message, /^Cannot delete entity, must /)
    await remove()
    if (what !== 'a group') assert.equal(await codeOf(remove()), 'NoSuchEntityException 404')
    await stage.iam.deleteUser(USER)
  })
}

test('tags and a boundary do not hinder the deletion of a user', async (t) => {
  const { iam } = await startStage(t)
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
  await iam.createUser({ ...USER, PermissionsBoundary, Tags: [{ Key: 'a', Value: 'b' }] })
  const { User } = await iam.getUser(USER)
  assert.equal(User?.PermissionsBoundary?.PermissionsBoundaryArn, PermissionsBoundary)
  await iam.deleteUser(USER)
})

test('a boundary that is not there is refused', async (t) => {
  const { iam } = await startStage(t)
  const PermissionsBoundary = 'arn:aws:iam::123456789012:policy/none'
  const call = iam.createUser({ ...USER, PermissionsBoundary })
  assert.equal(await codeOf(call), 'NoSuchEntityException 404')
  assert.equal(await codeOf(iam.getUser(USER)), 'NoSuchEntityException 404')
})

test('inline policies of a user hold 2,048 characters together, white space not counted', async (t) => {
  const { iam } = await startStage(t)
  await iam.createUser(USER)
  const sized = (size: number): string => {
    const arn = 'arn:aws:s3:::'
    const rest = size - policy('Allow', 's3:GetObject', arn).length
    return policy('Allow', 's3:GetObject', arn + 'x'.repeat(rest))
  }
  const put = (PolicyName: string, PolicyDocument: string) =>
    iam.putUserPolicy({ ...USER, PolicyName, PolicyDocument })
  await put('one', sized(1500).replaceAll(',', ',\n      '))
  assert.equal(await codeOf(put('two', sized(549))), 'LimitExceededException 409')
  await put('two', sized(548))
  await put('one', sized(1400))
})

test('a policy that is none is refused', async (t) => {
  const { iam } = await startStage(t)
  await iam.createUser(USER)
  for (const PolicyDocument of ['{', '{}', '{"Version":"2012-10-17","Statement":[{}]}']) {
    const call = iam.putUserPolicy({ ...USER, PolicyName: 'p', PolicyDocument })
    assert.equal(await codeOf(call), 'MalformedPolicyDocumentException 400')
  }
})

test('a policy document comes back URL-encoded, as from AWS', async (t) => {
  const { iam } = await startStage(t)
  await iam.createUser(USER)
  const PolicyDocument = policy('Allow', 's3:Get*', "arn:aws:s3:::b/(x)'!*")
  await iam.putUserPolicy({ ...USER, PolicyName: 'p', PolicyDocument })
  const answer = await iam.getUserPolicy({ ...USER, PolicyName: 'p' })
  assert.match(answer.PolicyDocument ?? '', /^%7B%22Version%22/)
  assert.equal(decodeURIComponent(answer.PolicyDocument ?? ''), PolicyDocument)
})

test('lists come in pages, none twice and none lost, even while users go', async (t) => {
  const { iam } = await startStage(t)
  const names = Array.from({ length: 12 }, (_, index) => `u${String(index).padStart(2, '0')}`)
  for (const UserName of names) await iam.createUser({ UserName, Path: '/x/' })
  const seen: string[] = []
  const pages = paginateListUsers({ client: iam, pageSize: 5 }, { PathPrefix: '/x/' })
  let pageCount = 0
  for await (const { Users = [] } of pages) {
    pageCount += 1
    seen.push(...Users.map(({ UserName }) => UserName ?? ''))
    await iam.deleteUser({ UserName: seen.at(-1) ?? '' })
  }
  assert.equal(pageCount, 3)
  assert.deepEqual(seen, names)
})

test('quotas are those of AWS, or those the sandbox is given', async (t) => {
  const { iam } = await startStage(t, { limits: { users: 3, attachedPolicies: 1 } })
  await iam.createUser({ UserName: 'one' })
  await iam.createUser({ UserName: 'two' })
  const { message } = await failure(iam.createUser({ UserName: 'three' }))
  assert.equal(message, 'Cannot exceed quota for UsersPerAccount: 3')
  const attach = (name: string) =>
    iam.attachUserPolicy({ UserName: 'one', PolicyArn: `arn:aws:iam::aws:policy/${name}` })
  await attach('ReadOnlyAccess')
  await attach('ReadOnlyAccess')
  assert.equal(await codeOf(attach('SecurityAudit')), 'LimitExceededException 409')
  const { SummaryMap } = await iam.getAccountSummary({})
  assert.deepEqual([SummaryMap?.Users, SummaryMap?.UsersQuota], [3, 3])
})

test('a user is in ten groups at most', async (t) => {
  const { iam } = await startStage(t)
  await iam.createUser(USER)
  for (let index = 0; index <= 10; index += 1) {
    await iam.createGroup({ GroupName: `g${index}` })
    const call = iam.addUserToGroup({ ...USER, GroupName: `g${index}` })
    if (index < 10) await call
    else assert.equal(await codeOf(call), 'LimitExceededException 409')
  }
  const { Groups } = await iam.listGroupsForUser(USER)
  assert.equal(Groups?.length, 10)
})

test('tags are added, overwritten without regard to case, taken away, and at most 50', async (t) => {
  const { iam } = await startStage(t)
  await iam.createUser({ ...USER, Tags: [{ Key: 'a', Value: '1' }] })
  await iam.tagUser({
    ...USER,
    Tags: [
      { Key: 'A', Value: '2' },
      { Key: 'b', Value: '3' },
    ],
  })
  await iam.untagUser({ ...USER, TagKeys: ['B'] })
  const { Tags } = await iam.listUserTags(USER)
  assert.deepEqual(Tags, [{ Key: 'A', Value: '2' }])
  const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }))
  const call = iam.tagUser({ ...USER, Tags: many })
  assert.equal(await codeOf(call), 'LimitExceededException 409')
})

test('what a role may do is simulated with its policies in force', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', policy('Allow', 's3:Get*'))
  await stage.iam.putRolePolicy({
    RoleName: 'worker',
    PolicyName: 'no',
    PolicyDocument: policy('Deny', 's3:GetBucketPolicy'),
  })
  const { EvaluationResults } = await stage.iam.simulatePrincipalPolicy({
    PolicySourceArn: arn,
    ActionNames: ['s3:GetObject', 's3:PutObject', 's3:GetBucketPolicy'],
    ResourceArns: ['arn:aws:s3:::b/k'],
  })
  assert.deepEqual(
    EvaluationResults?.map(({ EvalDecision }) => EvalDecision),
    ['allowed', 'implicitDeny', 'explicitDeny'],
  )
})
