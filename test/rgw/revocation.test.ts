/** Sessions of Ceph's gateway, which nobody here wrote, taken back by daypass's own code with the leases kept there too. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { S3 } from '@aws-sdk/client-s3'
import { assemblePorts } from '../../assembly/assemble.ts'
import { accountClients } from '../../aws/clients/account-clients.ts'
import { readFault } from '../../aws/errors/aws-fault.ts'
import { type AwsClients, awsClients } from '../../aws/clients/clients.ts'
import { denyPolicies } from '../../aws/deny-policies.ts'
import { awaitRefusal } from '../../aws/probe/await-refusal.ts'
import { leaseProbe } from '../../aws/probe/lease-probe.ts'
import type { RevocationMode } from '../../core/revocation/ports.ts'
import { type Clock, secondsAfter, systemClock } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import { issue } from '../../core/issue.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import type { AssumedRoleRole } from '../../core/role/role.ts'
import { sweep } from '../../core/sweep.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { allow, plain } from '../aws/stage.ts'
import { type Rgw, startRgw } from '../support/rgw.ts'
import { rightClock } from '../support/right-clock.ts'

const BUCKET = 'leased'
const ROLE: AssumedRoleRole = {
  name: 'ci',
  credential_type: 'assumed_role',
  role_arns: ['arn:aws:iam:::role/deploy'],
  session_tags: {},
  policy_arns: [],
  iam_groups: [],
  default_sts_ttl: 1800,
  max_sts_ttl: 3600,
}

const rgw = await startRgw()
if ('skip' in rgw) {
  test('sessions are revoked one by one on Ceph RGW', { skip: rgw.skip })
} else {
  after(() => rgw.stop())
  testWith(rgw, await furnish(rgw))
}

function testWith(server: Rgw, clients: AwsClients): void {
  const { endpoint } = server

  const portsWith = (as: { clock?: Clock; mode?: RevocationMode } = {}): Ports => {
    const { mode = 'immediate' } = as
    const clock = rightClock(as.clock ?? systemClock)
    const random = (size: number): Uint8Array => randomBytes(size)
    const url = `s3://${BUCKET}/state?region=us-east-1&endpoint=${encodeURIComponent(endpoint)}`
    const state = openState(parseStateUrl(url), { clock, random, credentials: server })
    return assemblePorts({ clients, config: {}, state, clock, random, revocation: mode })
  }

  const issueOne = async (clock: Clock = systemClock, ttlSeconds = 1800): Promise<Issuance> =>
    await issue(portsWith({ clock }), { role: ROLE, holder: { kind: 'shell' }, ttlSeconds })

  /** Lists the bucket: `done`, or the HTTP status. */
  const list = async (credentials: Credentials): Promise<'done' | number | undefined> => {
    const config = { region: 'us-east-1', endpoint, forcePathStyle: true, maxAttempts: 1 }
    const s3 = new S3({ ...config, credentials: plain(credentials) })
    try {
      await s3.listObjectsV2({ Bucket: BUCKET })
      return 'done'
    } catch (error) {
      return readFault(error).status
    }
  }

  const putDeny = async (Condition: object): Promise<void> => {
    const statement = { Effect: 'Deny', Action: '*', Resource: '*', Condition }
    await (
      await clients.iam()
    ).putRolePolicy({
      RoleName: 'deploy',
      PolicyName: 'by-hand',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    })
  }

  const denyNames = async (): Promise<readonly string[]> => {
    const { PolicyNames = [] } = await (
      await clients.iam()
    ).listRolePolicies({ RoleName: 'deploy' })
    return PolicyNames.filter((name) => name.startsWith('daypass-deny-'))
  }

  test('of two sessions one is revoked and refused at the next call, and the other is not', async () => {
    const [lost, kept] = [await issueOne(), await issueOne()]
    assert.equal(await list(lost.credentials), 'done')
    assert.equal((await revoke(portsWith(), lost.lease.id)).status, 'revoked')
    assert.equal(await list(lost.credentials), 403)
    assert.equal(await list(kept.credentials), 'done')
    assert.equal((await revoke(portsWith(), lost.lease.id)).status, 'ended')
    assert.equal((await revoke(portsWith(), kept.lease.id)).status, 'revoked')
    assert.equal(await list(kept.credentials), 403)
    assert.equal(await list((await issueOne()).credentials), 'done')
  })

  test('wrong forms of the id stop nobody, and the right one does', async () => {
    const { lease, credentials } = await issueOne()
    assert.ok(lease.principal.type === 'assumed_role')
    const { sessionName } = lease.principal
    const { Role } = await (await clients.iam()).getRole({ RoleName: 'deploy' })
    const sessionArn = `arn:aws:sts:::assumed-role/deploy/${sessionName}`
    const otherRole = '00000000-0000-0000-0000-000000000000'
    for (const wrong of [
      sessionName,
      sessionArn,
      `${otherRole}:${sessionName}`,
      `${Role?.RoleId ?? ''}:${sessionName}x`,
      Role?.RoleId ?? '',
    ]) {
      await putDeny({ StringEquals: { 'aws:userid': wrong } })
      assert.equal(await list(credentials), 'done', wrong)
    }
    await putDeny({ ArnEquals: { 'aws:PrincipalArn': sessionArn } })
    assert.equal(await list(credentials), 'done')
    await putDeny({ StringEquals: { 'aws:userid': `${Role?.RoleId ?? ''}:${sessionName}` } })
    assert.equal(await list(credentials), 403)
  })

  test('a session that was left to the sweep is refused after it', async () => {
    const [lost, kept] = [await issueOne(), await issueOne()]
    const end = await revoke(portsWith({ mode: 'tombstone' }), lost.lease.id)
    assert.equal(end.status, 'pending')
    assert.equal(await list(lost.credentials), 'done')
    await sweep(portsWith())
    assert.equal(await list(lost.credentials), 403)
    assert.equal(await list(kept.credentials), 'done')
  })

  test('twelve sessions revoked at once are all refused, and their siblings are not', async () => {
    const issued = await Promise.all(Array.from({ length: 16 }, () => issueOne()))
    const [lost, kept] = [issued.slice(0, 12), issued.slice(12)]
    const ends = await Promise.all(lost.map(({ lease }) => revoke(portsWith(), lease.id)))
    assert.deepEqual(new Set(ends.map(({ status }) => status)), new Set(['revoked']))
    for (const { credentials } of lost) assert.equal(await list(credentials), 403)
    for (const { credentials } of kept) assert.equal(await list(credentials), 'done')
  })

  test('the denies leave the role when their sessions have ended', async () => {
    const { lease } = await issueOne()
    await revoke(portsWith(), lease.id)
    assert.ok((await denyNames()).length > 0)
    for (const hours of [2, 3]) {
      const clock = { ...systemClock, now: () => secondsAfter(systemClock.now(), hours * 3600) }
      const { denials } = await sweep(portsWith({ clock }))
      assert.deepEqual(
        denials.flatMap(({ error }) => error ?? []),
        [],
      )
    }
    assert.deepEqual(await denyNames(), [])
  })

  test('where there are no managed policies, none is made and none is missed', async () => {
    const policies = denyPolicies(
      accountClients(clients, {}, { roleArns: [], clock: systemClock }).forTarget,
    )
    const target = { kind: 'role', arn: ROLE.role_arns[0] ?? '' } as const
    const document = allow('s3:GetObject')
    const made = policies.attachManaged(target, 'daypass-deny-000000000000000000', document, {})
    await assert.rejects(made, { code: 'aws-limit-exceeded' })
    await policies.remove(target, 'daypass-deny-000000000000000000', 'managed', {})
    await policies.remove(target, 'daypass-deny-000000000000000000', 'inline', {})
  })

  test('the look at revoked credentials tells when they are refused, though the server gives no reason', async () => {
    const { lease, credentials } = await issueOne()
    const probe = await leaseProbe(clients, credentials, { endpoint })
    const before = await probe({})
    assert.equal(before, 'allowed')
    const watch = { clock: systemClock, before, seconds: 2 }
    assert.equal((await awaitRefusal(probe, { ...watch, seconds: 0 }, {})).verified, false)
    await revoke(portsWith(), lease.id)
    assert.equal((await awaitRefusal(probe, watch, {})).verified, true)
  })

  test('a lease with six seconds left works for six and is refused a second later, by the server’s clock', async () => {
    // The shortest lease has thirty seconds; a clock that is slow by the others leaves six.
    const slow: Clock = { ...systemClock, now: () => secondsAfter(systemClock.now(), -24) }
    const { lease, credentials } = await issueOne(slow, 30)
    const end = lease.expiresAt
    const left = (end.getTime() - systemClock.now().getTime()) / 1000
    assert.ok(left > 0 && left <= 7, `${left} s are left`)
    let lastWorked: Date | undefined
    let refused: Date | undefined
    while (refused === undefined) {
      const began = systemClock.now()
      assert.ok(began < secondsAfter(end, 5), 'it works on and on')
      if ((await list(credentials)) === 'done') lastWorked = began
      else refused = began
      await systemClock.sleep(100)
    }
    assert.ok(refused >= end, 'it was refused before its time')
    assert.ok((lastWorked ?? assert.fail('it never worked')) < secondsAfter(end, 1))
  })
}

async function furnish(server: Rgw): Promise<AwsClients> {
  const { endpoint, accessKeyId, secretAccessKey } = server
  const credentials = { accessKeyId, secretAccessKey }
  const config = { region: 'us-east-1', credentials }
  const clients = awsClients({ ...config, iamEndpoint: endpoint, stsEndpoint: endpoint })
  const iam = await clients.iam()
  const trust = {
    Effect: 'Allow',
    Action: ['sts:AssumeRole'],
    Principal: { AWS: ['arn:aws:iam:::user/root'] },
  }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
  await iam.createRole({ RoleName: 'deploy', AssumeRolePolicyDocument })
  const rights = { PolicyName: 'rights', PolicyDocument: allow('s3:*') }
  await iam.putRolePolicy({ RoleName: 'deploy', ...rights })
  await new S3({ ...config, endpoint, forcePathStyle: true }).createBucket({ Bucket: BUCKET })
  return clients
}
