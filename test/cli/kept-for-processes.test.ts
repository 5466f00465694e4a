/** What a `credential_process` is given: issued once, kept in a file of its user's alone, handed out again. */
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { json, jsonList, openStage } from './stage.ts'

const stage = await openStage()
const { daypass, alive, sandbox } = stage
const LINE = ['issue', 'reader', '--format', 'credential-process']
const kept = join(stage.roles, 'cache', 'daypass', 'credentials')
const MINUTE = 60

async function keyOf(argv = LINE, env: Record<string, string> = {}): Promise<unknown> {
  const { code, stdout, stderr } = await daypass(argv, { env })
  assert.deepEqual([code, stderr], [0, ''])
  return json(stdout)['AccessKeyId']
}

test('sixty calls are one lease, in a file that its owner alone reads', async () => {
  const keys = new Set<unknown>()
  for (let call = 0; call < 60; call++) keys.add(await keyOf())
  assert.equal(keys.size, 1)
  assert.equal(alive().length, 1)
  const [file = ''] = readdirSync(kept)
  assert.equal(statSync(join(kept, file)).mode & 0o777, 0o600)
  assert.equal(statSync(kept).mode & 0o777, 0o700)
})

test('ten at once are one lease', async () => {
  const keys = await Promise.all(Array.from({ length: 10 }, async () => await keyOf()))
  assert.equal(new Set(keys).size, 1)
  assert.equal(alive().length, 1)
})

test('what another role, lifetime, holder, profile or text of the role asks for is another lease', async () => {
  const first = await keyOf()
  const others = [
    await keyOf([...LINE, '--ttl', '40m']),
    await keyOf(LINE, { AWS_REGION: 'eu-central-1' }),
    await keyOf(LINE, { GITHUB_ACTIONS: 'true', GITHUB_RUN_ID: '1' }),
    await keyOf(LINE, { GITHUB_ACTIONS: 'true', GITHUB_RUN_ID: '2' }),
    await keyOf(LINE, { CI: 'true', CI_JOB_ID: '7' }),
    await keyOf(LINE, { CI: 'true', CI_JOB_ID: '8' }),
  ]
  stage.role('reader', `${readFileSync(join(stage.roles, 'reader.yaml'), 'utf8')}\n# changed\n`)
  others.push(await keyOf())
  assert.equal(new Set([first, ...others]).size, others.length + 1)
})

test('in a job of an unknown service nothing is kept, whose home may be that of other jobs', async () => {
  const keys = [await keyOf(LINE, { CI: '1' }), await keyOf(LINE, { CI: '1' })]
  assert.equal(new Set(keys).size, 2)
})

test('a lease lives for half an hour unless --ttl says otherwise, or the role allows less', async () => {
  const policy = `policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:*', Resource: '*' } }`
  stage.role('brief', `credential_type: iam_user\ndefault_ttl: 15m\nmax_ttl: 1h\n${policy}\n`)
  stage.role('briefer', `credential_type: iam_user\ndefault_ttl: 5m\nmax_ttl: 20m\n${policy}\n`)
  const minutes = async (role: string, ...more: string[]) => {
    const { stdout } = await daypass(['issue', role, '--format', 'credential-process', ...more])
    const end = Date.parse(String(json(stdout)['Expiration']))
    return Math.round((end - sandbox.clock.now().getTime()) / 60_000)
  }
  assert.equal(await minutes('brief'), 30)
  assert.equal(await minutes('briefer'), 20)
  assert.equal(await minutes('brief', '--ttl', '15m'), 15)
})

test('the next lease comes before AWS tools would ask for every request', async () => {
  const first = await keyOf([...LINE, '--ttl', '1h'])
  sandbox.clock.advance(43 * MINUTE)
  assert.equal(await keyOf([...LINE, '--ttl', '1h']), first)
  sandbox.clock.advance(2 * MINUTE)
  assert.notEqual(await keyOf([...LINE, '--ttl', '1h']), first)
})

test('where the next cannot be had, those that still work are given', async () => {
  const first = await keyOf()
  sandbox.clock.advance(50 * MINUTE)
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  const remove = sandbox.faults.add({ action: 'CreateUser', effect })
  assert.equal(await keyOf(), first)
  remove()
})

test('a revoked lease is not handed out again', async () => {
  const first = await keyOf()
  const [lease] = jsonList((await daypass(['leases', '--json'])).stdout, 'leases')
  assert.equal((await daypass(['revoke', String(lease?.['lease_id'])])).code, 0)
  assert.notEqual(await keyOf(), first)
})

test('what is kept and has ended goes when the next is kept', async () => {
  await keyOf([...LINE, '--ttl', '31m'])
  sandbox.clock.advance(32 * MINUTE)
  await keyOf()
  assert.equal(readdirSync(kept).length, 1)
})

test('what nobody read is there for the next call', async () => {
  await daypass(LINE, { outputFails: 'EPIPE' })
  const [user] = alive()
  await keyOf()
  assert.deepEqual(alive(), [user])
})

test('a folder that others may write is not used, and what was not handed over is taken back', async () => {
  mkdirSync(kept, { recursive: true })
  chmodSync(kept, 0o777)
  assert.notEqual(await keyOf(), await keyOf())
  assert.deepEqual(readdirSync(kept), [])
  const before = alive()
  await daypass(LINE, { outputFails: 'EPIPE' })
  assert.deepEqual(alive(), before)
})

test('what cannot be read is issued anew', async () => {
  const first = await keyOf()
  for (const file of readdirSync(kept)) writeFileSync(join(kept, file), 'broken')
  assert.notEqual(await keyOf(), first)
})
