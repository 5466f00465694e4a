/** What a revocation is worth: sessions of the sandbox, taken back through the domain with its real adapters. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { secondsAfter } from '../../core/clock.ts'
import { nameOf } from '../../core/lease/lease-id.ts'
import type { Principal } from '../../core/lease/lease.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import {
  ACCOUNT,
  type RevocationStage,
  ROLE_ARN,
  SESSION_TYPES,
  type SessionType,
  clientsOf,
  denyNames,
  keysUnder,
  s3Of,
  startRevocationStage,
} from './revocation-stage.ts'
import { plain } from './stage.ts'

for (const type of SESSION_TYPES) {
  test(`of two sessions of ${type} one is revoked, and the other and the issuer's own key work on`, async (t) => {
    const stage = await startRevocationStage(t)
    const lost = await stage.issue(type)
    const kept = await stage.issue(type)
    assert.equal(await stage.get(lost.credentials), 'done')
    const end = await revoke(stage.ports(), lost.lease.id)
    assert.equal(end.status, 'revoked')
    assert.equal(await stage.get(lost.credentials), 'AccessDenied')
    assert.equal(await stage.get(kept.credentials), 'done')
    await s3Of(stage.sandbox, stage.sandbox.root).getObject({
      Bucket: 'daypass-state',
      Key: 'seed',
    })
    const again = await revoke(stage.ports(), lost.lease.id)
    assert.equal(again.status, 'ended')
  })

  test(`a session of ${type} is not stopped by wrong forms of its id, and by the right one it is`, async (t) => {
    const stage = await startRevocationStage(t)
    const { lease, credentials } = await stage.issue(type)
    for (const [form, condition] of wrongForms(lease.principal, nameOf(lease.id))) {
      await putDeny(stage, type, condition)
      assert.equal(await stage.get(credentials), 'done', form)
    }
    await putDeny(stage, type, rightForm(lease.principal))
    assert.equal(await stage.get(credentials), 'AccessDenied')
  })

  test(`the deny of a session of ${type} leaves IAM and the store when the session has ended`, async (t) => {
    const stage = await startRevocationStage(t)
    const { lease } = await stage.issue(type)
    await revoke(stage.ports(), lease.id)
    assert.equal((await denyNames(stage, type)).length, 1)
    assert.equal(keysUnder(stage, 'revoked/').length, 1)
    stage.moveTo(secondsAfter(lease.expiresAt, 30))
    await sweep(stage.ports())
    assert.equal((await denyNames(stage, type)).length, 1, 'clocks may differ by a minute')
    stage.moveTo(secondsAfter(lease.expiresAt, 61))
    await sweep(stage.ports())
    assert.deepEqual(await denyNames(stage, type), [])
    assert.deepEqual(keysUnder(stage, 'revoked/'), [])
  })
}

test('the seconds that session tokens reserved are forgotten an hour later, and none before', async (t) => {
  const stage = await startRevocationStage(t)
  const { lease } = await stage.issue('session_token')
  stage.moveTo(secondsAfter(lease.issuedAt, 3000))
  await stage.issue('session_token')
  assert.equal(keysUnder(stage, 'seconds/').length, 2)
  await sweep(stage.ports())
  assert.equal(keysUnder(stage, 'seconds/').length, 2)
  stage.moveTo(secondsAfter(lease.issuedAt, 3700))
  await sweep(stage.ports())
  assert.equal(keysUnder(stage, 'seconds/').length, 1)
})

describe('one session and no other', () => {
  test('a federated session of the same second outlives a revoked session token', async (t) => {
    const stage = await startRevocationStage(t)
    const token = await stage.issue('session_token')
    const federated = await stage.issue('federation_token')
    const issuedAt = [token, federated].map(
      ({ credentials }) =>
        stage.sandbox.world.sessions.get(credentials.accessKeyId)?.issuedAt.getTime() ?? 0,
    )
    assert.equal(issuedAt[0], issuedAt[1])
    await revoke(stage.ports(), token.lease.id)
    assert.equal(await stage.get(token.credentials), 'AccessDenied')
    assert.equal(await stage.get(federated.credentials), 'done')
  })

  test('the same session name on another role is another session', async (t) => {
    const stage = await startRevocationStage(t)
    const { lease, credentials } = await stage.issue('assumed_role')
    const { RoleName, other } = await twinRole(stage, lease.principal)
    await revoke(stage.ports(), lease.id)
    assert.equal(await stage.get(credentials), 'AccessDenied')
    const s3 = s3Of(stage.sandbox, other)
    await s3.getObject({ Bucket: 'daypass-state', Key: 'seed' })
    const { PolicyNames } = await (await stage.root.iam()).listRolePolicies({ RoleName })
    assert.deepEqual(PolicyNames, ['rights'])
  })

  test('a tombstone that somebody put with a wildcard for a name denies nobody', async (t) => {
    const stage = await startRevocationStage(t)
    const kept = await stage.issue('assumed_role')
    const lost = await stage.issue('assumed_role')
    await revoke(stage.ports(), lost.lease.id)
    const [key = ''] = keysUnder(stage, 'revoked/')
    await stage.objects.put(key.replace(/[^/]+$/, '*'), '')
    await stage.objects.put(key.replace(/[^/]+$/, 'daypass-ci-*'), '')
    stage.moveTo(secondsAfter(stage.sandbox.clock.now(), 120))
    await sweep(stage.ports())
    const third = await stage.issue('assumed_role')
    await revoke(stage.ports(), third.lease.id)
    assert.equal(await stage.get(kept.credentials), 'done')
  })

  test('a lease aimed at another role in the store harms no session there', async (t) => {
    const stage = await startRevocationStage(t)
    const aimed = await stage.issue('assumed_role')
    const kept = await stage.issue('assumed_role')
    const other = 'arn:aws:iam::123456789012:role/other'
    const key = `leases/${aimed.lease.id}.json`
    const stored = stage.objects.stored.get(key)
    await stage.objects.put(key, (stored?.body ?? '').replaceAll(ROLE_ARN, other))
    // There is no such role: whether it is gone for good only time tells.
    assert.equal((await revoke(stage.ports(), aimed.lease.id)).status, 'pending')
    assert.equal(await stage.get(kept.credentials), 'done')
  })
})

describe('a lease of two minutes', () => {
  for (const type of ['assumed_role', 'federation_token'] as const) {
    test(`of ${type} works for two minutes and no second longer`, async (t) => {
      const stage = await startRevocationStage(t)
      const issuedAt = stage.sandbox.clock.now()
      const { lease, credentials } = await stage.issue(type, 120)
      assert.deepEqual(lease.expiresAt, secondsAfter(issuedAt, 120))
      assert.deepEqual(credentials.expiresAt, lease.expiresAt)
      stage.moveTo(secondsAfter(issuedAt, 119.9))
      assert.equal(await stage.get(credentials), 'done')
      stage.moveTo(secondsAfter(issuedAt, 121))
      assert.equal(await stage.get(credentials), 'AccessDenied')
    })
  }

  test('cannot step into another role, before or after', async (t) => {
    const stage = await startRevocationStage(t)
    const chain = async (ttlSeconds: number, after: number) => {
      const { credentials } = await stage.issue('assumed_role', ttlSeconds)
      stage.moveTo(secondsAfter(stage.sandbox.clock.now(), after))
      const sts = await clientsOf(stage.sandbox, plain(credentials)).sts()
      return await sts.assumeRole({ RoleArn: ROLE_ARN, RoleSessionName: 'chained' }).then(
        () => 'done',
        (error: unknown) => (error instanceof Error ? error.name : String(error)),
      )
    }
    assert.equal(await chain(1800, 1), 'done', 'a longer lease may')
    assert.equal(await chain(120, 1), 'AccessDenied')
    assert.equal(await chain(120, 121), 'AccessDenied')
  })
})

type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Forms that look right, each a way to believe in a revocation that does nothing. */
function wrongForms(principal: Principal, name: string): readonly (readonly [string, Condition])[] {
  const userid = (value: string): Condition => ({ StringEquals: { 'aws:userid': value } })
  switch (principal.type) {
    case 'assumed_role': {
      const sessionArn = `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/${principal.sessionName}`
      return [
        ['the ARN of the session as principal', { ArnEquals: { 'aws:PrincipalArn': sessionArn } }],
        ['the ARN of the session as id', userid(sessionArn)],
        ['the name alone', userid(principal.sessionName)],
        ['the lease alone', userid(name)],
        ['the id of another role', userid(`AROAOTHEROTHEROTHER00:${principal.sessionName}`)],
        ['the name in other case', { StringLike: { 'aws:userid': `*${swapCase(name)}` } }],
        ['the session name', { StringEquals: { 'sts:RoleSessionName': principal.sessionName } }],
      ]
    }
    case 'federation_token':
      return [
        ['the name alone', userid(principal.userName)],
        ['another account', userid(`210987654321:${principal.userName}`)],
        ['the name of the issuer', userid(`${ACCOUNT}:daypass-root`)],
        ['the ARN as id', userid(`arn:aws:sts::${ACCOUNT}:federated-user/${principal.userName}`)],
      ]
    case 'session_token': {
      const second = (shift: number) => {
        const at = secondsAfter(principal.issuedSecond ?? new Date(0), shift)
        return { DateEquals: { 'aws:TokenIssueTime': at.toISOString().replace('.000Z', 'Z') } }
      }
      return [
        ['the access key', userid(principal.accessKeyId ?? '')],
        ['the lease', { StringLike: { 'aws:userid': `*${name}` } }],
        ['the second before', second(-1)],
        ['the second behind', second(1)],
      ]
    }
    case 'iam_user':
      return []
  }
}

function rightForm(principal: Principal): Condition {
  switch (principal.type) {
    case 'assumed_role':
      return { StringLike: { 'aws:userid': `*:${principal.sessionName}` } }
    case 'federation_token':
      return { StringEquals: { 'aws:userid': `${ACCOUNT}:${principal.userName}` } }
    case 'session_token': {
      const at = principal.issuedSecond?.toISOString() ?? ''
      return { DateEquals: { 'aws:TokenIssueTime': at.replace('.000Z', 'Z') } }
    }
    case 'iam_user':
      return {}
  }
}

function swapCase(text: string): string {
  return text.replaceAll(/[A-Za-z]/g, (c) =>
    c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase(),
  )
}

async function putDeny(stage: RevocationStage, type: SessionType, Condition: Condition) {
  const iam = await stage.root.iam()
  const statement = { Effect: 'Deny', Action: '*', Resource: '*', Condition }
  const policy = {
    PolicyName: 'by-hand',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statement }),
  }
  if (type === 'assumed_role') await iam.putRolePolicy({ RoleName: 'deploy', ...policy })
  else await iam.putUserPolicy({ UserName: 'daypass-root', ...policy })
}

/** A second role with a session of the very same name. */
async function twinRole(stage: RevocationStage, principal: Principal) {
  const RoleName = 'twin'
  const iam = await stage.root.iam()
  const { Role } = await iam.getRole({ RoleName: 'deploy' })
  const { PolicyDocument = '' } = await iam.getRolePolicy({
    RoleName: 'deploy',
    PolicyName: 'rights',
  })
  const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')
  await iam.createRole({ RoleName, AssumeRolePolicyDocument: trust })
  const rights = decodeURIComponent(PolicyDocument)
  await iam.putRolePolicy({ RoleName, PolicyName: 'rights', PolicyDocument: rights })
  const sts = await stage.root.sts()
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/twin`
  const RoleSessionName = principal.type === 'assumed_role' ? principal.sessionName : ''
  const { Credentials: made } = await sts.assumeRole({ RoleArn, RoleSessionName })
  const other = {
    accessKeyId: made?.AccessKeyId ?? '',
    secretAccessKey: made?.SecretAccessKey ?? '',
    sessionToken: made?.SessionToken ?? '',
  }
  return { RoleName, other }
}
