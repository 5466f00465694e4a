/** `daypass revoke --role … --all-sessions` and `--lift`, on the sandbox. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { S3 } from '@aws-sdk/client-s3'
import { IAM } from '@aws-sdk/client-iam'
import { json, jsonList } from '../cli/stage.ts'
import {
  DEPLOY,
  NO_STORE,
  ROOT,
  clock,
  issued,
  sandbox,
  stage,
  takenByHand,
  works,
} from './glass-stage.ts'

const stop = (...more: readonly string[]) =>
  stage.daypass(['revoke', '--role', 'deploy', '--all-sessions', ...more])

describe('revoke --role --all-sessions', () => {
  test('says what it harms, with counts, and does nothing without --yes', async () => {
    const lease = await issued('deploy')
    await issued('both', '--role-arn', DEPLOY)
    const { code, stderr, stdout } = await stop()
    assert.equal(code, 2)
    assert.equal(stdout, '')
    assert.match(
      stderr,
      /role\/deploy: stops every session issued until now: 1 live lease of both, 1 live lease of deploy, and every other session/,
    )
    assert.match(stderr, /nothing was done yet/)
    assert.equal(stage.calls('PutRolePolicy'), 0)
    assert.ok(await works(lease))
  })

  test('stops everything of the role with one write, and nothing that is issued afterwards', async () => {
    const lease = await issued('deploy')
    const foreign = await takenByHand()
    const { code, stdout } = await stop('--yes')
    assert.equal(code, 0)
    assert.match(
      stdout,
      /^arn:aws:iam::123456789012:role\/deploy stopped: every session issued before \d{4}-\S+Z\n$/,
    )
    assert.equal(stage.calls('PutRolePolicy'), 1)
    assert.equal(await works(lease), false)
    assert.equal(await works(foreign), false)
    assert.ok(await works(await issued('deploy')), 'issued later')
    assert.ok(await works(await takenByHand()), 'taken later')
  })

  test('is lifted again, and what has not ended works as before', async () => {
    const lease = await issued('deploy')
    await stop('--yes')
    const { code, stdout } = await stop('--lift')
    assert.equal(code, 0)
    assert.match(stdout, /role\/deploy lifted/)
    assert.ok(await works(lease))
    assert.match((await stop('--lift')).stdout, /has nothing to lift/)
  })

  test('stays through a sweep that ends leases and removes their denies', async () => {
    const foreign = await takenByHand()
    const revoked = await issued('deploy')
    await stage.daypass(['revoke', String(revoked['lease_id'])])
    await stop('--yes')
    stage.sandbox.clock.advance(50 * 60)
    await stage.daypass(['sweep'])
    assert.equal(await works(foreign), false)
    stage.sandbox.clock.advance(14 * 3600)
    const { code } = await stage.daypass(['sweep', '--full'])
    assert.equal(code, 0)
    const { PolicyNames = [] } = await new IAM(ROOT).listRolePolicies({ RoleName: 'deploy' })
    assert.deepEqual(
      PolicyNames.map((name) => name.replace(/\d{8}T\d{6}/, '…')),
      ['daypass-deny-before-…Z'],
    )
  })

  test('leaves a lease that is issued later revocable, and revoked only when it is', async () => {
    await stop('--yes')
    const lease = await issued('deploy')
    const id = String(lease['lease_id'])
    assert.match((await stage.daypass(['lease', id])).stdout, /active/)
    assert.equal((await stage.daypass(['revoke', id])).stdout, `${id} revoked\n`)
    assert.equal(await works(lease), false)
    await stop('--lift')
    assert.equal(await works(lease), false, 'what was revoked stays so')
  })

  test('goes by AWS’s time where the clock of the machine is ten minutes slow', async () => {
    const lease = await issued('deploy')
    const slow = {
      ...clock,
      now: () => new Date(stage.sandbox.clock.now().getTime() - 600_000),
    }
    const { code } = await stage.daypass(
      ['revoke', '--role', 'deploy', '--all-sessions', '--yes'],
      {
        clock: slow,
      },
    )
    assert.equal(code, 0)
    assert.equal(await works(lease), false)
  })

  test('takes the ARN where store and role files are gone', async () => {
    const lease = await issued('deploy')
    const argv = ['revoke', '--all-sessions', '--yes', '--role']
    const named = await stage.daypass([...argv, 'deploy'], { env: NO_STORE })
    assert.equal(named.code, 3)
    assert.match(named.stderr, /give the ARN of the role/)
    const { code, stderr } = await stage.daypass([...argv, DEPLOY], { env: NO_STORE })
    assert.equal(code, 0)
    assert.match(stderr, /how many leases there are is not known/)
    assert.match(stderr, /the audit trail does not have it/)
    assert.equal(await works(lease), false)
    const lifted = ['revoke', '--all-sessions', '--lift', '--role', DEPLOY]
    assert.equal((await stage.daypass(lifted, { env: NO_STORE })).code, 0)
    assert.ok(await works(lease))
  })

  test('goes on where one role refuses', async () => {
    const lease = await issued('both', '--role-arn', DEPLOY)
    sandbox.world.accounts.get('123456789012')?.roles.delete('second')
    const argv = ['revoke', '--role', 'both', '--all-sessions', '--yes']
    const { code, stdout, stderr } = await stage.daypass(argv)
    assert.equal(code, 1)
    assert.match(stdout, /^arn:aws:iam::123456789012:role\/deploy stopped: .*\n$/)
    assert.match(stderr, /error: arn:aws:iam::123456789012:role\/second: .*NoSuchEntity/)
    assert.equal(await works(lease), false)
  })

  test('goes on under throttling', async () => {
    const lease = await issued('deploy')
    const effect = { kind: 'status', status: 400, code: 'Throttling' } as const
    for (let nth = 1; nth <= 4; nth++)
      stage.sandbox.faults.add({ action: 'PutRolePolicy', nth, effect })
    assert.equal((await stop('--yes')).code, 0)
    assert.equal(await works(lease), false)
  })

  test('repeats a write whose reply was lost, with one policy in the end', async () => {
    const lease = await issued('deploy')
    stage.sandbox.faults.add({ action: 'PutRolePolicy', nth: 1, effect: { kind: 'drop-after' } })
    assert.equal((await stop('--yes')).code, 0)
    assert.equal(await works(lease), false)
    const { PolicyNames = [] } = await new IAM(ROOT).listRolePolicies({ RoleName: 'deploy' })
    assert.equal(PolicyNames.length, 1)
  })

  test('finds room in a managed policy where the inline ones are full, and lifts that too', async () => {
    const lease = await issued('deploy')
    stage.sandbox.faults.add({
      action: 'PutRolePolicy',
      nth: 1,
      effect: { kind: 'status', status: 409, code: 'LimitExceeded' },
    })
    assert.equal((await stop('--yes')).code, 0)
    assert.equal(await works(lease), false)
    assert.equal((await stop('--lift')).code, 0)
    assert.ok(await works(lease))
  })

  test('stops federation tokens on the user whose key issued them, and not that key', async () => {
    const lease = await issued('viewer')
    const before = stage.alive().length
    const { code, stdout } = await stage.daypass([
      ...['revoke', '--role', 'viewer', '--all-sessions', '--yes'],
    ])
    assert.equal(code, 0)
    assert.match(stdout, /^arn:aws:iam::\d+:user\/\S+ stopped/)
    assert.equal(await works(lease), false)
    assert.equal(stage.alive().length, before - 1)
    assert.ok((await issued('viewer'))['lease_id'])
  })

  test('stops every user of a role of users', async () => {
    const leases = [await issued('reader'), await issued('reader')]
    const argv = ['revoke', '--role', 'reader', '--all-sessions']
    assert.equal((await stage.daypass([...argv, '--yes'])).code, 0)
    assert.deepEqual(await Promise.all(leases.map(works)), [false, false])
  })

  test('writes what it did into the audit trail', async () => {
    await issued('deploy')
    await stop('--yes')
    await stop('--lift')
    const events = await auditEvents()
    assert.deepEqual(
      events.map(({ event, target, holder_user: user }) => [event, target, user]),
      [
        ['lifted', DEPLOY, 'ann'],
        ['stopped', DEPLOY, 'ann'],
      ],
    )
    assert.match(String(events[1]?.['issued_before']), /^\d{4}-/)
    const { checks } = json((await stage.daypass(['doctor', '--json'])).stdout)
    assert.doesNotMatch(JSON.stringify(checks), /daypass never writes/)
    assert.equal((await stage.daypass(['report'])).code, 0)
  })

  test('tells programs', async () => {
    await issued('deploy')
    const [one] = jsonList((await stop('--yes', '--json')).stdout, 'targets')
    assert.deepEqual(Object.keys(one ?? {}), ['target', 'status', 'issued_before'])
  })
})

async function auditEvents(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const s3 = new S3({ ...ROOT, forcePathStyle: true })
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: 'daypass-state', Prefix: 'audit/' })
  const keys = Contents.flatMap(({ Key }) => Key ?? []).filter((key) =>
    /-(?:stopped|lifted)\//.test(key),
  )
  const texts = await Promise.all(
    keys.map(async (Key) => {
      const { Body } = await s3.getObject({ Bucket: 'daypass-state', Key })
      return json((await Body?.transformToString()) ?? '')
    }),
  )
  return [...texts].sort((a, b) => (String(a['event']) < String(b['event']) ? -1 : 1))
}
