import assert from 'node:assert/strict'
import { test } from 'node:test'
import { json, jsonList, openStage } from './stage.ts'

const stage = await openStage()
const { daypass, alive } = stage
const UNKNOWN = 'reader/4cZkq2TzWq0bXyN8rPdU1a'

async function issue(role: string, ...options: string[]): Promise<string> {
  const { code, stdout, stderr } = await daypass(['issue', role, ...options])
  assert.deepEqual([code, stderr], [0, ''])
  return String(json(stdout)['lease_id'])
}

async function listed(...options: string[]): Promise<readonly unknown[]> {
  const { code, stdout } = await daypass(['leases', '--json', ...options])
  assert.equal(code, 0)
  return jsonList(stdout, 'leases').map((lease) => lease['lease_id'])
}

test('renew lets a lease end later, and says when', async () => {
  const id = await issue('reader', '--ttl', '10m')
  stage.sandbox.clock.advance(300)
  const { code, stdout, stderr } = await daypass(['renew', id, '--increment', '30m'])
  assert.deepEqual([code, stderr], [0, ''])
  const end = new RegExp(`^${id} ends at (.*)\n$`).exec(stdout)?.[1] ?? ''
  const minutes = (Date.parse(end) - stage.sandbox.clock.now().getTime()) / 60_000
  assert.ok(Math.abs(minutes - 30) < 0.2, end)
  const shown = json((await daypass(['lease', id, '--json'])).stdout)
  assert.equal(shown['expires_at'], end)
  await daypass(['revoke', id])
})

test('a renewal beyond what the role allows is cut, and the cut is told', async () => {
  const id = await issue('reader')
  const { code, stdout, stderr } = await daypass(['renew', id, '--increment', '9h', '--json'])
  assert.equal(code, 0)
  assert.equal(json(stdout)['capped'], true)
  assert.match(stderr, /^cut to .*Z: the role allows no more\n$/)
  const again = await daypass(['renew', id])
  assert.equal(again.code, 7)
  assert.match(
    again.stderr,
    /^error: lease .* already lasts as long as its role allows.*\nhint: issue a new one\n$/,
  )
  await daypass(['revoke', id])
})

test('a session cannot be renewed, and the exit code says it is for the lease’s sake', async () => {
  const id = await issue('viewer', '--ttl', '15m')
  const { code, stderr } = await daypass(['renew', id])
  assert.deepEqual(
    [code, stderr],
    [
      7,
      `error: lease ${id} is a federation_token, which AWS cannot extend\nhint: issue a new one\n`,
    ],
  )
  await daypass(['revoke', id])
})

test('revoke goes on past a lease that is not there, reports each, and ends with 1', async () => {
  const one = await issue('reader')
  const two = await issue('viewer', '--ttl', '15m')
  const { code, stdout, stderr } = await daypass(['revoke', one, UNKNOWN, two])
  assert.equal(code, 1)
  assert.deepEqual(stdout.split('\n').sort(), ['', `${one} revoked`, `${two} revoked`].sort())
  assert.equal(
    stderr,
    `error: there is no lease ${UNKNOWN}\nhint: daypass leases shows those that live\n`,
  )
  assert.deepEqual(alive(), [])
})

test('a lease that is revoked once more has ended already, which is no error', async () => {
  const id = await issue('reader')
  await daypass(['revoke', id])
  const { code, stdout } = await daypass(['revoke', id])
  assert.equal(code, 0)
  assert.match(stdout, new RegExp(`^${id} ended already at .*Z \\(revoked\\)\n$`))
})

test('one lease that cannot be revoked ends with the exit code of the reason, and stays for the sweep', async () => {
  const id = await issue('reader')
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  const heal = stage.sandbox.faults.add({ service: 'iam', effect })
  const { code, stdout, stderr } = await daypass(['revoke', id])
  assert.deepEqual([code, stdout], [4, ''])
  assert.match(stderr, new RegExp(`^error: lease ${id}: `))
  heal()
  assert.deepEqual(await listed('--status', 'revoking'), [id])
  const state = json((await daypass(['lease', id, '--json'])).stdout)
  assert.deepEqual(
    [state['state'], state['attempts'], state['reason']],
    ['revoking', 1, 'requested'],
  )
  stage.sandbox.clock.advance(60)
  const swept = await daypass(['sweep'])
  assert.deepEqual([swept.code, swept.stdout], [0, `${id} ended (requested)\n`])
  assert.deepEqual(alive(), [])
})

test('a lease whose record may not be removed is over and no failure, now and at every sweep', async () => {
  const id = await issue('reader')
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  const removals = ['DeleteObject', 'DeleteObjects'] as const
  const heal = removals.map((action) => stage.sandbox.faults.add({ service: 's3', action, effect }))
  const revoked = await daypass(['revoke', id])
  assert.equal(revoked.code, 0, revoked.stderr)
  assert.match(revoked.stdout, new RegExp(`^${id} revoked, but not removed from the state`))
  assert.deepEqual(alive(), [])
  for (let sweep = 0; sweep < 2; sweep++) {
    stage.sandbox.clock.advance(1200)
    const { code, stdout, stderr } = await daypass(['sweep'])
    assert.equal(code, 0, stderr)
    assert.match(stdout, new RegExp(`^${id} ended .*not removed from the state`))
    assert.match(stderr, /1 lease not removed from the state: allow s3:DeleteObject/)
  }
  for (const one of heal) one()
  stage.sandbox.clock.advance(1200)
  const last = await daypass(['sweep'])
  assert.equal(last.code, 0, last.stdout + last.stderr)
  assert.deepEqual(await listed(), [])
})

test('revoke --json says of each what became of it, in the order asked', async () => {
  const id = await issue('reader')
  const { code, stdout } = await daypass(['revoke', '--json', UNKNOWN, id])
  assert.equal(code, 1)
  const leases = jsonList(stdout, 'leases')
  assert.deepEqual(leases[0], {
    lease_id: UNKNOWN,
    status: 'failed',
    error: { code: 'lease-not-found', message: `there is no lease ${UNKNOWN}` },
  })
  assert.deepEqual([leases[1]?.['lease_id'], leases[1]?.['status']], [id, 'revoked'])
})

test('a prefix means the leases of a role, or those that begin so, and never those of a longer name', async () => {
  stage.role(
    'reader2',
    `credential_type: iam_user\npolicy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess']\n`,
  )
  const longer = await issue('reader2')
  const [one, two] = [await issue('reader'), await issue('reader')]
  assert.equal((await daypass(['revoke', '--prefix', one.slice(0, -2)])).stdout, `${one} revoked\n`)
  assert.equal((await daypass(['revoke', '--prefix', 'reader'])).stdout, `${two} revoked\n`)
  assert.deepEqual(await listed(), [longer])
  const none = await daypass(['revoke', '--prefix', 'reader'])
  assert.deepEqual([none.code, none.stderr], [0, 'no live lease begins with reader\n'])
  await daypass(['revoke', longer])
})

test('revoke --all-expired ends what has expired and leaves the rest', async () => {
  const short = await issue('reader', '--ttl', '5m')
  const long = await issue('reader', '--ttl', '1h')
  stage.sandbox.clock.advance(600)
  const { code, stdout } = await daypass(['revoke', '--all-expired'])
  assert.deepEqual([code, stdout], [0, `${short} ended (expired)\n`])
  assert.deepEqual(await listed(), [long])
  await daypass(['revoke', long])
})

test('a lease of a minute is ended by the first sweep after that minute', async () => {
  const id = await issue('reader', '--ttl', '1m')
  stage.sandbox.clock.advance(70)
  const { code, stdout } = await daypass(['sweep'])
  assert.deepEqual([code, stdout], [0, `${id} ended (expired)\n`])
})

test('leases are listed with those that end first at the top, and by role, status and holder', async () => {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'octo/app', GITHUB_JOB: 'deploy' }
  const late = await issue('reader', '--ttl', '50m')
  const { stdout } = await daypass(['issue', 'viewer', '--ttl', '20m', '--format', 'env'], { env })
  const soon = /DAYPASS_LEASE_ID='(.*)'/.exec(stdout)?.[1] ?? ''
  assert.deepEqual(await listed(), [soon, late])
  assert.deepEqual(await listed('--role', 'reader'), [late])
  assert.deepEqual(await listed('--holder', 'OCTO/'), [soon])
  assert.deepEqual(await listed('--holder', 'ann@'), [late])
  assert.deepEqual(await listed('--status', 'pending'), [])
  assert.deepEqual(await listed('--stuck'), [])
  const table = await daypass(['leases'])
  assert.match(
    table.stdout,
    new RegExp(
      `^LEASE +STATE +ENDS IN +HOLDER\n${soon} +active +(20m|19m\\d+s) +octo/app deploy\n${late} +active +(50m|49m\\d+s) +ann@laptop\n$`,
    ),
  )
  assert.deepEqual([table.code, table.stderr], [0, ''])
  await daypass(['revoke', soon, late])
})

test('a lease that cannot be ended is shown as stuck after three attempts, and sweep says so with 1', async () => {
  const id = await issue('reader', '--ttl', '5m')
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  const heal = stage.sandbox.faults.add({ service: 'iam', effect })
  for (let attempt = 1; attempt <= 3; attempt++) {
    stage.sandbox.clock.advance(3600)
    // In one and the same second, so that the third attempt is due again when the claim of it would have been.
    const now = stage.sandbox.clock.now()
    const clock = { ...stage.sandbox.clock, now: () => now }
    assert.equal((await daypass(['sweep'], { clock })).code, 1)
  }
  heal()
  assert.deepEqual(await listed('--stuck'), [id])
  assert.match((await daypass(['leases'])).stdout, new RegExp(`${id} +stuck `))
  const shown = (await daypass(['lease', id])).stdout
  assert.match(shown, /^state +revoking \(expired\), attempt 3$/m)
  assert.match(shown, /^last error +aws-denied: /m)
  const dry = await daypass(['sweep', '--dry-run'])
  assert.equal(dry.code, 1)
  assert.match(dry.stderr, /^warning: 1 stuck/m)
  stage.sandbox.clock.advance(3600)
  const healed = await daypass(['sweep', '--json'])
  const { ended, failed, stuck } = json(healed.stdout)
  assert.deepEqual(
    { code: healed.code, ended, failed, stuck },
    { code: 0, ended: [{ lease_id: id, reason: 'expired' }], failed: [], stuck: [] },
  )
})

test('lease shows a lease that has ended as well', async () => {
  const id = await issue('reader')
  await daypass(['revoke', id])
  const { stdout } = await daypass(['lease', id])
  assert.match(stdout, new RegExp(`^lease +${id}$`, 'm'))
  assert.match(stdout, /^state +ended: revoked \(requested\)$/m)
  const document = json((await daypass(['lease', id, '--json'])).stdout)
  assert.deepEqual([document['state'], document['outcome']], ['ended', 'revoked'])
})

test('a lease of another time is not there', async () => {
  assert.deepEqual(await daypass(['lease', UNKNOWN]), {
    code: 7,
    stdout: '',
    stderr: `error: there is no lease ${UNKNOWN}\nhint: daypass leases shows those that live\n`,
  })
})

test('sweep --dry-run changes nothing, and a sweep of nothing says so', async () => {
  const id = await issue('reader', '--ttl', '5m')
  stage.sandbox.clock.advance(600)
  assert.equal((await daypass(['sweep', '--dry-run'])).stdout, `${id} would end (expired)\n`)
  assert.equal(stage.sandbox.world.account(stage.sandbox.accountId).users.size(), 2)
  assert.equal((await daypass(['sweep'])).stdout, `${id} ended (expired)\n`)
  const { code, stdout, stderr } = await daypass(['sweep'])
  assert.deepEqual([code, stdout], [0, ''])
  assert.match(stderr, /^nothing is due in s3:\S+\n$/)
  assert.deepEqual(await daypass(['sweep', '--quiet']), { code: 0, stdout: '', stderr: '' })
})

test('a person sees the progress of a sweep, a program does not', async () => {
  const remove = stage.sandbox.faults.add({
    action: 'ListObjectsV2',
    nth: 1,
    effect: { kind: 'delay', milliseconds: 700 },
  })
  const seen = await daypass(['sweep'], { terminal: true })
  remove()
  assert.match(seen.stderr, /\r\u001b\[2K. .*sweeping/)
})

test('a role that is none is refused by leases and revoke, with the name that was meant, and one without leases is not', async () => {
  for (const argv of [
    ['leases', '--role', 'raeder'],
    ['revoke', '--prefix', 'raeder'],
    ['revoke', '--prefix', 'raeder/abc'],
  ]) {
    const { code, stderr } = await daypass(argv)
    assert.deepEqual([code, stderr.split('\n')[1]], [3, 'hint: did you mean reader?'])
  }
  const none = await daypass(['leases', '--role', 'reader'])
  assert.deepEqual([none.code, none.stderr], [0, 'no leases of role reader\n'])
})

test('revoke --holder takes back all of one holder, and nothing of another whose name has it in it', async () => {
  const of = async (repository: string, run: string) => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run }
    return String(json((await daypass(['issue', 'reader'], { env })).stdout)['lease_id'])
  }
  const mine = [await of('octo/app', '1'), await of('octo/app', '2')].sort()
  const other = await of('octo/app-two', '3')
  const { code, stdout } = await daypass(['revoke', '--holder', 'octo/app'])
  assert.equal(code, 0)
  const revoked = stdout.trimEnd().split('\n').sort()
  assert.deepEqual(
    revoked,
    mine.map((id) => `${id} revoked`),
  )
  const none = await daypass(['revoke', '--holder', 'octo'])
  assert.deepEqual(
    [none.code, none.stderr.split('\n')[0]],
    [7, 'error: no live lease is held by "octo"'],
  )
  assert.match((await daypass(['leases'])).stdout, new RegExp(other))
})
