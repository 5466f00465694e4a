import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondsAfter } from '../../core/clock.ts'
import type { FederationTokenOrder, SessionTokenOrder } from '../../core/issuance/order.ts'
import { readPolicyDocument } from '../../core/policy/document.ts'
import { newRole } from '../../sandbox/iam/roles.ts'
import { totpCode } from '../../sandbox/totp.ts'
import {
  type Stage,
  allow,
  attempt,
  failure,
  leaseOf,
  makeRole,
  plain,
  roleOrder,
  startStage,
} from './stage.ts'

const DENIED = 'AccessDenied'

const federationOrder: FederationTokenOrder = {
  type: 'federation_token',
  userName: 'daypass-4cZkq2TzWq0bXyN8rPdU1a',
  durationSeconds: 3600,
  denyAfter: new Date('2100-01-01T00:00:00Z'),
  isShort: false,
  policyArns: [],
  policyDocument: allow('s3:GetObject'),
  groups: [],
}

const sessionOrder: SessionTokenOrder = {
  type: 'session_token',
  durationSeconds: 900,
  mfaSerialNumber: undefined,
  mfaCode: undefined,
}

/** Sets the sandbox's time. */
function moveTo(stage: Stage, time: Date): void {
  stage.sandbox.clock.advance((time.getTime() - stage.clock.now().getTime()) / 1000)
}

/** A whole second, so many seconds from now. */
function soon(stage: Stage, seconds: number): Date {
  return secondsAfter(new Date(Math.ceil(stage.clock.now().getTime() / 1000) * 1000), seconds)
}

test('a session of a role has the role’s rights and ends when AWS says', async (t) => {
  const stage = await startStage(t)
  await makeRole(stage)
  const order = roleOrder()
  const { credentials, principal } = await stage.issuer.issue(order, {})
  assert.equal(await attempt(stage, credentials, 'put'), 'done')
  assert.equal(await attempt(stage, credentials, 'list users'), DENIED)
  const { roleArn, sessionName } = order
  assert.equal(credentials.arn, `arn:aws:sts::123456789012:assumed-role/deploy/${sessionName}`)
  assert.deepEqual(principal, {
    type: 'assumed_role',
    roleArn,
    sessionName,
    endsByPolicy: true,
  })
  moveTo(stage, secondsAfter(credentials.expiresAt, 1))
  assert.notEqual(await attempt(stage, credentials, 'put'), 'done')
})

test('a session is narrowed by document, managed policies and groups', async (t) => {
  const stage = await startStage(t)
  await makeRole(stage)
  const reading = await stage.issuer.issue(roleOrder({ policyDocument: allow('s3:GetObject') }), {})
  assert.equal(await attempt(stage, reading.credentials, 'get'), 'done')
  assert.equal(await attempt(stage, reading.credentials, 'put'), DENIED)
  await stage.iam.createGroup({ GroupName: 'writers' })
  await stage.iam.putGroupPolicy({
    GroupName: 'writers',
    PolicyName: 'p',
    PolicyDocument: allow('s3:PutObject', 'iam:ListUsers'),
  })
  const policyArns = ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']
  const both = await stage.issuer.issue(roleOrder({ policyArns, groups: ['writers'] }), {})
  assert.equal(await attempt(stage, both.credentials, 'get'), 'done')
  assert.equal(await attempt(stage, both.credentials, 'put'), 'done')
  assert.equal(await attempt(stage, both.credentials, 'list users'), DENIED)
})

test('a role that asks for an external id, tags and a source identity gets them', async (t) => {
  const stage = await startStage(t)
  await makeRole(stage, {
    Condition: {
      StringEquals: {
        'sts:ExternalId': 'partner-7',
        'aws:RequestTag/team': 'a',
        'sts:SourceIdentity': 'octo',
      },
    },
  })
  const full = { externalId: 'partner-7', sessionTags: { team: 'a' }, sourceIdentity: 'octo' }
  const { credentials } = await stage.issuer.issue(roleOrder(full), {})
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
  for (const lacking of [
    { ...full, externalId: undefined },
    { ...full, sessionTags: {} },
    { ...full, sourceIdentity: undefined },
  ]) {
    const error = await failure(stage.issuer.issue(roleOrder(lacking), {}))
    assert.equal(error.code, 'aws-denied')
    assert.match(error.hint ?? '', /trust policy/)
  }
})

test('a role of another account can be assumed', async (t) => {
  const stage = await startStage(t)
  const { world } = stage.sandbox
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '123456789012' } },
  })
  const trust = { text, document: readPolicyDocument(text, 'trust') }
  const at = { accountId: '210987654321', path: '/', name: 'other', trust }
  const role = newRole({ world, now: stage.clock.now() }, at)
  world.account(at.accountId).roles.set('other', role)
  const order = roleOrder({ roleArn: 'arn:aws:iam::210987654321:role/other' })
  const { credentials } = await stage.issuer.issue(order, {})
  assert.match(credentials.arn ?? '', /^arn:aws:sts::210987654321:assumed-role\/other\//)
})

const softEnds = [
  ['nothing else', {}, ['get', 'put']],
  ['a document', { policyDocument: allow('s3:GetObject') }, ['get']],
  ['a managed policy', { policyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] }, ['get']],
] as const

for (const [what, changes, allowed] of softEnds) {
  test(`a session narrowed by ${what} works until its soft end, and not after it`, async (t) => {
    const stage = await startStage(t)
    await makeRole(stage)
    const denyAfter = soon(stage, 300)
    const order = roleOrder({ ...changes, durationSeconds: 900, denyAfter, isShort: true })
    const { credentials } = await stage.issuer.issue(order, {})
    assert.deepEqual(credentials.expiresAt, denyAfter)
    moveTo(stage, secondsAfter(denyAfter, -5))
    for (const deed of ['get', 'put'] as const) {
      const expected = (allowed as readonly string[]).includes(deed) ? 'done' : DENIED
      assert.equal(await attempt(stage, credentials, deed), expected)
    }
    assert.equal(await attempt(stage, credentials, 'assume role'), DENIED)
    moveTo(stage, secondsAfter(denyAfter, 1))
    assert.equal(await attempt(stage, credentials, 'get'), DENIED)
  })
}

test('a session of 15 minutes or more may take another role, if it has the right, until its policy ends it', async (t) => {
  const stage = await startStage(t)
  await makeRole(stage)
  const denyAfter = soon(stage, 900)
  const { credentials } = await stage.issuer.issue(roleOrder({ denyAfter }), {})
  assert.deepEqual(credentials.expiresAt, denyAfter)
  assert.equal(await attempt(stage, credentials, 'assume role'), 'done')
  moveTo(stage, secondsAfter(denyAfter, 1))
  assert.equal(await attempt(stage, credentials, 'get'), DENIED)
})

test('where STS packs no more into a session, it has no end of its own, and a short one is refused', async (t) => {
  const stage = await startStage(t)
  await makeRole(stage)
  // A policy as large as STS takes, by how it packs.
  const fault = {
    kind: 'status',
    status: 400,
    code: 'PackedPolicyTooLarge',
    message: 'Packed size of session tags consumes 104% of allotted space.',
  } as const
  const remove = stage.sandbox.faults.add({ action: 'AssumeRole', nth: 1, effect: fault })
  const { credentials, principal } = await stage.issuer.issue(roleOrder(), {})
  assert.equal('endsByPolicy' in principal, false)
  assert.equal(await attempt(stage, credentials, 'put'), 'done')
  remove()
  stage.sandbox.faults.add({ action: 'AssumeRole', effect: fault })
  const short = { durationSeconds: 900, denyAfter: soon(stage, 60), isShort: true }
  assert.equal((await failure(stage.issuer.issue(roleOrder(short), {}))).code, 'aws-limit-exceeded')
})

test('a federated session has the rights of its policy, and ends softly', async (t) => {
  const stage = await startStage(t)
  const { credentials, principal } = await stage.issuer.issue(federationOrder, {})
  const { userName } = federationOrder
  assert.equal(credentials.arn, `arn:aws:sts::123456789012:federated-user/${userName}`)
  assert.equal(principal.type === 'federation_token' && principal.userName, userName)
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
  assert.equal(await attempt(stage, credentials, 'put'), DENIED)
  const denyAfter = soon(stage, 60)
  const ending = await stage.issuer.issue(
    { ...federationOrder, durationSeconds: 900, denyAfter, isShort: true },
    {},
  )
  moveTo(stage, secondsAfter(denyAfter, -5))
  assert.equal(await attempt(stage, ending.credentials, 'get'), 'done')
  moveTo(stage, secondsAfter(denyAfter, 1))
  assert.equal(await attempt(stage, ending.credentials, 'get'), DENIED)
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
})

test('a federated session without any policy is not asked for', async (t) => {
  const stage = await startStage(t)
  const order = { ...federationOrder, policyDocument: undefined }
  assert.equal((await failure(stage.issuer.issue(order, {}))).code, 'aws-rejected')
  assert.ok(!stage.sandbox.requests.some(({ action }) => action === 'GetFederationToken'))
})

test('a session token has the caller’s rights', async (t) => {
  const stage = await startStage(t)
  const { credentials, principal } = await stage.issuer.issue(sessionOrder, {})
  const { accessKeyId } = credentials
  assert.equal(principal.type === 'session_token' && principal.accessKeyId, accessKeyId)
  assert.equal(credentials.arn, undefined)
  assert.equal(await attempt(stage, credentials, 'put'), 'done')
})

test('a session token with MFA may do what asks for MFA; a code works once', async (t) => {
  const stage = await startStage(t)
  const { VirtualMFADevice } = await stage.iam.createVirtualMFADevice({
    VirtualMFADeviceName: 'phone',
  })
  const mfaSerialNumber = VirtualMFADevice?.SerialNumber ?? ''
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
  const code = () => totpCode(seed, stage.clock.now())
  const AuthenticationCode1 = code()
  stage.sandbox.clock.advance(30)
  await stage.iam.enableMFADevice({
    UserName: 'daypass-root',
    SerialNumber: mfaSerialNumber,
    AuthenticationCode1,
    AuthenticationCode2: code(),
  })
  stage.sandbox.clock.advance(60)
  const mfaCode = code()
  const order = { ...sessionOrder, mfaSerialNumber, mfaCode }
  const { credentials } = await stage.issuer.issue(order, {})
  assert.equal(await attempt(stage, credentials, 'list users'), 'done')
  const again = await failure(stage.issuer.issue(order, {}))
  assert.equal(again.code, 'aws-denied')
  assert.match(again.hint ?? '', /MFA device/)
  assert.ok(!`${again.message} ${again.hint ?? ''}`.includes(mfaCode))
})

test('the types that want a long-term key say so to a session', async (t) => {
  const stage = await startStage(t)
  await makeRole(stage)
  const { credentials } = await stage.issuer.issue(roleOrder(), {})
  const session = stage.as(plain(credentials))
  for (const order of [federationOrder, sessionOrder]) {
    const error = await failure(session.issuer.issue(order, {}))
    assert.equal(error.code, 'aws-denied')
    assert.match(error.hint ?? '', /long-term key/)
  }
})

test('a duration over the role’s own is rejected in AWS’s words', async (t) => {
  const stage = await startStage(t)
  await makeRole(stage)
  const error = await failure(stage.issuer.issue(roleOrder({ durationSeconds: 7200 }), {}))
  assert.equal(error.code, 'aws-rejected')
  assert.match(error.message, /MaxSessionDuration/)
})

test('sessions need no confirmation and cannot be extended', async (t) => {
  const stage = await startStage(t)
  await makeRole(stage)
  for (const order of [roleOrder(), federationOrder, sessionOrder]) {
    const { credentials, principal } = await stage.issuer.issue(order, {})
    const before = stage.sandbox.requests.length
    await stage.issuer.confirm(order, credentials, {})
    assert.equal(stage.sandbox.requests.length, before)
    const lease = leaseOf(stage, principal)
    const refused = await failure(stage.issuer.extend(lease, credentials.expiresAt, {}))
    assert.equal(refused.code, 'lease-not-renewable')
  }
})

test('a lost reply of STS has an unknown outcome once the SDK gives up', async (t) => {
  const stage = await startStage(t)
  await makeRole(stage)
  const remove = stage.sandbox.faults.add({
    service: 'sts',
    action: 'AssumeRole',
    effect: { kind: 'drop-after' },
  })
  assert.equal((await failure(stage.issuer.issue(roleOrder(), {}))).code, 'outcome-unknown')
  remove()
})
