import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { parseLeaseId } from '../../core/lease-id.ts'
import type { IamUserOrder } from '../../core/order.ts'
import { totpCode } from '../../sandbox/totp.ts'
import {
  type Stage,
  actionsSince,
  allow,
  attempt,
  failure,
  leaseOf,
  leftover,
  startStage,
  userLease,
  userNames,
  userOrder,
} from './stage.ts'

const REVOKED = { status: 'revoked' }

async function issueTo(stage: Stage, order: IamUserOrder) {
  const { credentials, principal } = await stage.issuer.issue(order, {})
  return { credentials, lease: leaseOf(stage, principal) }
}

async function assertNothingLeft(stage: Stage): Promise<void> {
  assert.deepEqual(await userNames(stage), [])
  assert.deepEqual(leftover(stage), [])
}

/** Gives a user everything that a user can have. */
async function giveEverything(stage: Stage, UserName: string): Promise<void> {
  const { iam } = stage
  await iam.createLoginProfile({ UserName, Password: 'Correct-horse-7' })
  await giveMfaDevice(stage, UserName)
  await iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody: sshKey() })
  await iam.uploadSigningCertificate({ UserName, CertificateBody: CERTIFICATE })
  for (const ServiceName of ['codecommit.amazonaws.com', 'cassandra.amazonaws.com']) {
    await iam.createServiceSpecificCredential({ UserName, ServiceName })
  }
  await iam.createAccessKey({ UserName })
  await iam.putUserPolicy({ UserName, PolicyName: 'by-hand', PolicyDocument: allow('s3:*') })
  await iam.attachUserPolicy({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })
  await iam.createGroup({ GroupName: 'more' })
  await iam.addUserToGroup({ UserName, GroupName: 'more' })
  await iam.putUserPermissionsBoundary({
    UserName,
    PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess',
  })
}

async function giveMfaDevice({ iam, sandbox }: Stage, UserName: string): Promise<void> {
  const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'phone' })
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
  const AuthenticationCode1 = totpCode(seed, sandbox.clock.now())
  sandbox.clock.advance(30)
  await iam.enableMFADevice({
    UserName,
    SerialNumber: VirtualMFADevice?.SerialNumber ?? '',
    AuthenticationCode1,
    AuthenticationCode2: totpCode(seed, sandbox.clock.now()),
  })
}

function sshKey(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const parts = [Buffer.from('ssh-rsa'), ...[e, n].map((part) => Buffer.from(part, 'base64url'))]
  const blob = parts.map((part, index) => {
    const bytes = index === 2 ? Buffer.concat([Buffer.from([0]), part]) : part
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return Buffer.concat([length, bytes])
  })
  return `ssh-rsa ${Buffer.concat(blob).toString('base64')} test`
}

const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIQIRi6zePL6mKjOipn+dNuaTAKBggqhkjOPQQDAjASMRAw
DgYDVQQKEwdBY21lIENvMB4XDTE3MTAyMDE5NDMwNloXDTE4MTAyMDE5NDMwNlow
EjEQMA4GA1UEChMHQWNtZSBDbzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABD0d
7VNhbWvZLWPuj/RtHFjvtJBEwOkhbN/BnnE8rnZR8+sbwnc/KhCk3FhnpHZnQz7B
5aETbbIgmuvewdjvSBSjYzBhMA4GA1UdDwEB/wQEAwICpDATBgNVHSUEDDAKBggr
BgEFBQcDATAPBgNVHRMBAf8EBTADAQH/MCkGA1UdEQQiMCCCDmxvY2FsaG9zdDo1
NDUzgg4xMjcuMC4wLjE6NTQ1MzAKBggqhkjOPQQDAgNIADBFAiEA2zpJEPQyz6/l
Wf86aX6PepsntZv2GYlA5UpabfT2EZICICpJ5h/iI+i341gBmLiAFQOyTDT+/wQc
6MF9+Yw1Yy0t
-----END CERTIFICATE-----`

test('revoking deletes the user, and what its credentials could do they can no more', async (t) => {
  const stage = await startStage(t)
  const { credentials, lease } = await issueTo(stage, userOrder(stage))
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
  assert.deepEqual(await stage.revoker.revoke(lease, {}), REVOKED)
  assert.equal(await attempt(stage, credentials, 'get'), 'InvalidAccessKeyId')
  await assertNothingLeft(stage)
})

test('an ordinary user takes nine requests: all is denied first, its keys go before the denial does', async (t) => {
  const stage = await startStage(t)
  const { lease } = await issueTo(stage, userOrder(stage))
  const start = stage.sandbox.requests.length
  await stage.revoker.revoke(lease, {})
  const actions = actionsSince(stage, start)
  assert.deepEqual(actions.toSorted(), [
    'DeleteAccessKey',
    'DeleteUser',
    'DeleteUserPolicy',
    'DeleteUserPolicy',
    'ListAccessKeys',
    'ListAttachedUserPolicies',
    'ListGroupsForUser',
    'ListUserPolicies',
    'PutUserPolicy',
  ])
  assert.equal(actions[0], 'PutUserPolicy')
  assert.equal(actions.at(-1), 'DeleteUser')
  assert.ok(actions.indexOf('DeleteAccessKey') < actions.lastIndexOf('DeleteUserPolicy'))
})

test('a user that was given everything by hand goes with all of it', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  await giveEverything(stage, order.userName)
  assert.deepEqual(await stage.revoker.revoke(lease, {}), REVOKED)
  await assertNothingLeft(stage)
  const { VirtualMFADevices } = await stage.iam.listVirtualMFADevices({})
  assert.deepEqual(VirtualMFADevices, [])
})

test('more policies than one page of a listing holds all go', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  const { users } = stage.sandbox.world.account(stage.sandbox.accountId)
  const user = users.get(order.userName.toLowerCase()) ?? assert.fail()
  const text = allow('s3:GetObject')
  const many = Array.from({ length: 150 }, (_, index) => [
    `p${index}`,
    { text, document: { Statement: [] } },
  ])
  users.set(order.userName.toLowerCase(), {
    ...user,
    inline: Object.fromEntries(many) as typeof user.inline,
  })
  assert.deepEqual(await stage.revoker.revoke(lease, {}), REVOKED)
  await assertNothingLeft(stage)
})

test('revoking twice, twice at once, or what was never made is done', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  assert.deepEqual(await stage.revoker.revoke(userLease(stage, order), {}), REVOKED)
  const { lease } = await issueTo(stage, order)
  const both = await Promise.all([stage.revoker.revoke(lease, {}), stage.revoker.revoke(lease, {})])
  assert.deepEqual(both, [REVOKED, REVOKED])
  assert.deepEqual(await stage.revoker.revoke(lease, {}), REVOKED)
  await assertNothingLeft(stage)
})

test('a session that the holder took with its key is denied before the user goes', async (t) => {
  const stage = await startStage(t)
  const { credentials, lease } = await issueTo(stage, userOrder(stage))
  const holder = stage.as({
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey.reveal(),
  })
  const sts = await holder.clients.sts()
  await sts.getSessionToken({ DurationSeconds: 3600 })
  assert.equal(leftover(stage).length, 2)
  const hung = stage.sandbox.faults.hang()
  stage.sandbox.faults.add({
    service: 'iam',
    action: 'ListAccessKeys',
    effect: { kind: 'hang-before' },
  })
  const revoking = stage.revoker.revoke(lease, {})
  const hanging = await hung
  assert.deepEqual(
    leftover(stage).map(({ denied }) => denied),
    [true, true],
  )
  hanging.release()
  await revoking
  await assertNothingLeft(stage)
})

test('only a user with the name of its lease is deleted', async (t) => {
  const stage = await startStage(t)
  await stage.iam.createUser({ UserName: 'somebody' })
  const order = userOrder(stage, { userName: 'somebody' })
  const error = await failure(stage.revoker.revoke(userLease(stage, order), {}))
  assert.equal(error.code, 'state-invalid')
  assert.deepEqual(await userNames(stage), ['somebody'])
  const other = {
    ...userLease(stage, userOrder(stage)),
    id: parseLeaseId('ci/AAAAAAAAAAAAAAAAAAAAAA'),
  }
  assert.equal((await failure(stage.revoker.revoke(other, {}))).code, 'state-invalid')
})

test('the denial that does not fit beside a full policy is done without', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  const filler = 'x'.repeat(2048 - allow('s3:').length)
  await stage.iam.putUserPolicy({
    UserName: order.userName,
    PolicyName: order.policyName,
    PolicyDocument: allow(`s3:${filler}`),
  })
  assert.deepEqual(await stage.revoker.revoke(lease, {}), REVOKED)
  await assertNothingLeft(stage)
})

/** A broker with all rights that deleting takes, but those named. */
async function sweeperWithout(t: TestContext, missing: readonly string[]) {
  const stage = await startStage(t)
  await stage.iam.createUser({ UserName: 'sweeper' })
  const { AccessKey } = await stage.iam.createAccessKey({ UserName: 'sweeper' })
  const policies = ['AdministratorAccess'].map((name) => `arn:aws:iam::aws:policy/${name}`)
  for (const PolicyArn of policies)
    await stage.iam.attachUserPolicy({ UserName: 'sweeper', PolicyArn })
  const deny = missing.map((name) => `iam:${name}`)
  if (deny.length > 0) {
    await stage.iam.putUserPolicy({
      UserName: 'sweeper',
      PolicyName: 'less',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Deny', Action: deny, Resource: '*' },
      }),
    })
  }
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {}
  return {
    stage,
    sweeper: stage.as({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey }),
  }
}

const OPTIONAL_LISTINGS = [
  'DeleteLoginProfile',
  'ListMFADevices',
  'ListSSHPublicKeys',
  'ListSigningCertificates',
  'ListServiceSpecificCredentials',
]

test('missing rights to things that the user does not have stop nothing', async (t) => {
  const missing = [...OPTIONAL_LISTINGS, 'ListGroupsForUser', 'ListAttachedUserPolicies']
  const { stage, sweeper } = await sweeperWithout(t, missing)
  const { lease } = await issueTo(stage, userOrder(stage))
  assert.deepEqual(await sweeper.revoker.revoke(lease, {}), REVOKED)
  assert.deepEqual(await userNames(stage), ['sweeper'])
})

test('a missing right to a thing that the user has is named, and the user stays denied', async (t) => {
  const { stage, sweeper } = await sweeperWithout(t, ['ListSSHPublicKeys'])
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  await giveEverything(stage, order.userName)
  const error = await failure(sweeper.revoker.revoke(lease, {}))
  assert.equal(error.code, 'aws-denied')
  assert.match(error.hint ?? '', /iam:ListSSHPublicKeys/)
  assert.ok(error.problems.some(({ message }) => message.includes('DeleteConflict')))
  assert.deepEqual(
    (await stage.iam.listAccessKeys({ UserName: order.userName })).AccessKeyMetadata,
    [],
  )
  const { PolicyNames } = await stage.iam.listUserPolicies({ UserName: order.userName })
  assert.deepEqual(PolicyNames, ['daypass-revoked'])
  assert.deepEqual(await stage.revoker.revoke(lease, {}), REVOKED)
})

test('without the right to deny, the keys are deleted all the same', async (t) => {
  const { stage, sweeper } = await sweeperWithout(t, ['PutUserPolicy'])
  const { lease } = await issueTo(stage, userOrder(stage))
  assert.deepEqual(await sweeper.revoker.revoke(lease, {}), REVOKED)
  assert.deepEqual(await userNames(stage), ['sweeper'])
})

test('a key that may not be deleted is made inactive, the denial stays, and the error says so', async (t) => {
  const { stage, sweeper } = await sweeperWithout(t, ['DeleteAccessKey'])
  const order = userOrder(stage)
  const { credentials, lease } = await issueTo(stage, order)
  const error = await failure(sweeper.revoker.revoke(lease, {}))
  assert.equal(error.code, 'aws-denied')
  assert.match(error.hint ?? '', /iam:DeleteAccessKey/)
  assert.notEqual(await attempt(stage, credentials, 'get'), 'done')
  const { AccessKeyMetadata } = await stage.iam.listAccessKeys({ UserName: order.userName })
  assert.equal(AccessKeyMetadata?.[0]?.Status, 'Inactive')
  const { PolicyNames } = await stage.iam.listUserPolicies({ UserName: order.userName })
  assert.ok(PolicyNames?.includes('daypass-revoked'))
})

test('with neither right on the keys, the denial is left in force', async (t) => {
  const { stage, sweeper } = await sweeperWithout(t, ['DeleteAccessKey', 'UpdateAccessKey'])
  const { credentials, lease } = await issueTo(stage, userOrder(stage))
  assert.equal((await failure(sweeper.revoker.revoke(lease, {}))).code, 'aws-denied')
  assert.equal(await attempt(stage, credentials, 'get'), 'AccessDenied')
})

test('with neither denial nor rights on the keys, the user keeps the policy that limits it', async (t) => {
  const missing = ['PutUserPolicy', 'DeleteAccessKey', 'UpdateAccessKey']
  const { stage, sweeper } = await sweeperWithout(t, missing)
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  const error = await failure(sweeper.revoker.revoke(lease, {}))
  assert.deepEqual(
    error.problems.map(({ message }) => /^iam:\w+/.exec(message)?.[0]),
    ['iam:DeleteAccessKey', 'iam:PutUserPolicy'],
  )
  const { PolicyNames } = await stage.iam.listUserPolicies({ UserName: order.userName })
  assert.deepEqual(PolicyNames, [order.policyName])
})

test('a user that may not be deleted is left denied and without anything', async (t) => {
  const { stage, sweeper } = await sweeperWithout(t, ['DeleteUser'])
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  const error = await failure(sweeper.revoker.revoke(lease, {}))
  assert.match(error.hint ?? '', /iam:DeleteUser/)
  const { PolicyNames } = await stage.iam.listUserPolicies({ UserName: order.userName })
  assert.deepEqual(PolicyNames, ['daypass-revoked'])
})

test('with rights on an ARN only, a user that is gone is known by GetUser on everything', async (t) => {
  const stage = await startStage(t)
  await stage.iam.createUser({ UserName: 'narrow' })
  const { AccessKey } = await stage.iam.createAccessKey({ UserName: 'narrow' })
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {}
  const narrow = stage.as({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey })
  const grant = (getUserOn: string) =>
    stage.iam.putUserPolicy({
      UserName: 'narrow',
      PolicyName: 'rights',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'iam:*',
            Resource: 'arn:aws:iam::123456789012:user/daypass-*',
          },
          { Effect: 'Allow', Action: 'iam:GetUser', Resource: getUserOn },
        ],
      }),
    })
  await grant('arn:aws:iam::123456789012:user/daypass-*')
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  assert.deepEqual(await narrow.revoker.revoke(lease, {}), REVOKED)
  const unsure = await failure(narrow.revoker.revoke(lease, {}))
  assert.equal(unsure.code, 'aws-denied')
  assert.match(unsure.hint ?? '', /iam:GetUser on \*/)
  await grant('*')
  assert.deepEqual(await narrow.revoker.revoke(lease, {}), REVOKED)
})

test('without credentials nothing is tried', async (t) => {
  const stage = await startStage(t)
  const { lease } = await issueTo(stage, userOrder(stage))
  const nobody = stage.as({ accessKeyId: 'AKIANOBODY0000000000', secretAccessKey: 'x' })
  const start = stage.sandbox.requests.length
  const error = await failure(nobody.revoker.revoke(lease, {}))
  assert.equal(error.code, 'aws-credentials-missing')
  assert.equal(actionsSince(stage, start).length, 1)
})
