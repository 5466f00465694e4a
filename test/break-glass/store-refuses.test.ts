/** `daypass revoke` where the state takes no record any more, or is gone. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { jsonList } from '../cli/stage.ts'
import { NO_STORE, ROOT, issued, stage, takenByHand, works } from './glass-stage.ts'

/** A full disk, missing rights, a server that is down for writes, one that gives no answer. */
const REFUSALS = [
  { kind: 'status', status: 507, code: 'InsufficientStorage' },
  { kind: 'status', status: 403, code: 'AccessDenied' },
  { kind: 'status', status: 503, code: 'ServiceUnavailable' },
  { kind: 'drop-before' },
] as const

const ROLE = 'arn:aws:iam::123456789012:role/deploy'

function refuseWrites(effect: (typeof REFUSALS)[number]): () => void {
  const rules = ['PutObject', 'DeleteObject', 'DeleteObjects'].map((action) =>
    stage.sandbox.faults.add({ service: 's3', action, effect }),
  )
  return () => {
    for (const end of rules) end()
  }
}

async function nameOfUser(): Promise<string> {
  const { Users = [] } = await new IAM(ROOT).listUsers({})
  return Users.find(({ UserName }) => UserName?.startsWith('daypass-reader'))?.UserName ?? ''
}

async function deniesOnRole(): Promise<readonly string[]> {
  const { PolicyNames = [] } = await new IAM(ROOT).listRolePolicies({ RoleName: 'deploy' })
  return PolicyNames.filter((name) => name.startsWith('daypass-deny-'))
}

describe('revoke, where the state takes no writes', () => {
  for (const effect of REFUSALS) {
    const named = effect.kind === 'status' ? String(effect.status) : effect.kind
    for (const role of ['reader', 'deploy', 'viewer']) {
      test(`takes back a lease of ${role}, and says that it is on no record: ${named}`, async () => {
        const lease = await issued(role)
        const id = String(lease['lease_id'])
        const cured = refuseWrites(effect)
        const { code, stdout } = await stage.daypass(['revoke', id])
        assert.equal(await works(lease), false)
        assert.match(stdout, /^\S+ revoked, but that is on no record: (?:state|outcome)-\S+: /)
        assert.equal(code, 0)
        cured()
        stage.sandbox.clock.advance(400)
        assert.equal((await stage.daypass(['revoke', id])).code, 0)
        assert.match((await stage.daypass(['lease', id])).stdout, /ended/)
        assert.equal(await works(lease), false)
      })
    }
  }

  test('asked again and again for the same session takes no more room', async () => {
    const { lease_id: id } = await issued('deploy')
    refuseWrites(REFUSALS[0])
    await stage.daypass(['revoke', String(id)])
    await stage.daypass(['revoke', String(id)])
    const [name, ...more] = await deniesOnRole()
    assert.match(name ?? '', /^daypass-deny-\d{8}T\d{6}Z-[0-9a-f]{18}$/)
    assert.deepEqual(more, [])
  })

  test('what no record leads to is removed by a sweep that looks there once it is over', async () => {
    const { lease_id: first } = await issued('deploy')
    const cured = refuseWrites(REFUSALS[0])
    await stage.daypass(['revoke', String(first)])
    cured()
    stage.sandbox.clock.advance(50 * 60)
    const { lease_id: second } = await issued('deploy')
    await stage.daypass(['revoke', String(second)])
    assert.equal((await deniesOnRole()).length, 2)
    stage.sandbox.clock.advance(15 * 60)
    assert.equal((await stage.daypass(['sweep'])).code, 0)
    assert.deepEqual(
      (await deniesOnRole()).map((name) => name.length),
      ['daypass-deny-'.length + 18],
    )
  })

  test('says so to programs', async () => {
    const { lease_id: id } = await issued('reader')
    refuseWrites(REFUSALS[0])
    const { stdout } = await stage.daypass(['revoke', String(id), '--json'])
    const [one] = jsonList(stdout, 'leases')
    assert.equal(one?.['status'], 'revoked')
    assert.match(JSON.stringify(one), /"unrecorded":\{"code":"(?:state|outcome)-/)
  })

  test('a sweep ends users that are due, and fails', async () => {
    const lease = await issued('reader')
    stage.sandbox.clock.advance(3 * 3600)
    refuseWrites(REFUSALS[0])
    const { code, stdout } = await stage.daypass(['sweep'])
    assert.equal(await nameOfUser(), '')
    assert.equal(await works(lease), false)
    assert.equal(code, 1)
    assert.match(stdout, /failed: \S+: taken back, but that is on no record/)
  })

  test('a ledger of garbage keeps no session alive', async () => {
    const lease = await issued('deploy')
    const { S3 } = await import('@aws-sdk/client-s3')
    const Key = 'boards/arn=3aaws=3aiam=3a=3a123456789012=3arole=2fdeploy.json'
    const s3 = new S3({ ...ROOT, forcePathStyle: true })
    await s3.putObject({ Bucket: 'daypass-state', Key, Body: '}' })
    const { stdout } = await stage.daypass(['revoke', String(lease['lease_id'])])
    assert.match(stdout, /revoked, but .*state-invalid/)
    assert.equal(await works(lease), false)
  })
})

describe('revoke --without-record', () => {
  const revoke = async (...more: readonly string[]) =>
    await stage.daypass(['revoke', '--without-record', ...more], { env: NO_STORE })

  test('deletes a user for good, with all it took', async () => {
    const lease = await issued('reader')
    const name = await nameOfUser()
    const { code, stdout } = await revoke('--user', name)
    assert.equal(code, 0)
    assert.equal(stdout, `user ${name} revoked, on no record\n`)
    assert.equal(await works(lease), false)
    assert.equal(await nameOfUser(), '')
    assert.equal((await revoke('--user', name)).code, 5)
    assert.equal((await stage.daypass(['revoke', String(lease['lease_id'])])).code, 1)
  })

  test('deletes nobody whose name, tag or path is not that of a lease', async () => {
    const { lease_id: id } = await issued('reader')
    const own = await nameOfUser()
    const iam = new IAM(ROOT)
    await iam.createUser({ UserName: 'alice', Tags: [{ Key: 'daypass:lease', Value: String(id) }] })
    await iam.createUser({ UserName: 'daypass-reader-4cZkq2TzWq0bXyN8rPdU1a' })
    for (const name of [
      'alice',
      'daypass-reader-4cZkq2TzWq0bXyN8rPdU1a',
      `arn:aws:iam::123456789012:user/elsewhere/${own}`,
    ])
      assert.equal((await revoke('--user', name)).code, 6, name)
    assert.equal(stage.calls('DeleteUser'), 0)
    assert.equal(stage.calls('PutUserPolicy'), 1)
  })

  test('denies one session by its ARN, and no other', async () => {
    const lease = await issued('deploy')
    const sibling = await issued('deploy')
    const foreign = await takenByHand()
    const arn = await arnOf(lease)
    const { code, stdout } = await revoke('--session', arn)
    assert.equal(code, 0)
    assert.equal(stdout, `${arn} revoked, on no record\n`)
    assert.deepEqual(await Promise.all([lease, sibling, foreign].map(works)), [false, true, true])
    assert.equal((await revoke('--session', arn)).code, 0)
    assert.equal((await deniesOnRole()).length, 1)
    stage.sandbox.clock.advance(49 * 3600)
    await revoke('--session', await arnOf(sibling))
    assert.equal((await deniesOnRole()).length, 1, 'what is over makes room')
  })

  test('refuses what is no session of a lease, and says what there is for it', async () => {
    for (const arn of [
      'arn:aws:sts::123456789012:assumed-role/deploy/somebody',
      'arn:aws:sts::123456789012:assumed-role/deploy/*',
      'arn:aws:sts::123456789012:federated-user/x-4cZkq2TzWq0bXyN8rPdU1a',
      ROLE,
      'x',
    ]) {
      const { code, stderr } = await revoke('--session', arn)
      assert.equal(code, 2)
      assert.match(stderr, /--all-sessions/)
    }
    assert.equal(stage.calls('PutRolePolicy'), 0)
  })

  test('goes with one of --user and --session, and with nothing else', async () => {
    for (const more of [
      [],
      ['reader/4cZkq2TzWq0bXyN8rPdU1a'],
      ['--user', 'x', '--session', 'y'],
      ['--user', 'x', '--lift'],
      ['--user', 'x', '--everything'],
      ['--prefix', 'x'],
    ])
      assert.equal((await revoke(...more)).code, 2, more.join(' '))
    assert.equal((await stage.daypass(['revoke', '--session', 'y'])).code, 2)
  })

  test('is named where a lease cannot be read', async () => {
    const { lease_id: id } = await issued('reader')
    const { code, stderr } = await stage.daypass(['revoke', String(id)], { env: NO_STORE })
    assert.equal(code, 3)
    assert.match(stderr, /--without-record/)
  })
})

async function arnOf(lease: Readonly<Record<string, unknown>>): Promise<string> {
  const { stdout } = await stage.daypass(['lease', String(lease['lease_id']), '--json'])
  const name = /"session_name": ?"([^"]+)"/.exec(stdout)?.[1] ?? ''
  return `arn:aws:sts::123456789012:assumed-role/deploy/${name}`
}
