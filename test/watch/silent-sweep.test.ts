/** A sweep that does not come by: who says so, and when. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { S3 } from '@aws-sdk/client-s3'
import { json, openStage } from '../cli/stage.ts'

const { daypass, sandbox } = await openStage()
const TOMBSTONE = ['--revocation', 'tombstone']
const SILENT = /no sweep that writes denies/

/** What doctor finds of the sweep. */
async function sweepFinding(...options: string[]): Promise<Readonly<Record<string, unknown>>> {
  const { checks } = json((await daypass(['doctor', '--json', ...options])).stdout) as {
    checks: Record<string, unknown>[]
  }
  return checks.find(({ name }) => name === 'sweep') ?? {}
}

test('where a sweep is the revocation, issuing says that none comes by, without a request more', async () => {
  const loud = await daypass(['issue', 'viewer', ...TOMBSTONE])
  assert.match(loud.stderr, /no sweep that writes denies has ever come by/)
  assert.equal((await daypass(['sweep'])).code, 0)
  const before = sandbox.requests.length
  const quiet = await daypass(['issue', 'viewer', ...TOMBSTONE])
  const asked = sandbox.requests.length - before
  assert.doesNotMatch(quiet.stderr, SILENT)
  sandbox.clock.advance(16 * 60)
  const late = await daypass(['issue', 'viewer', ...TOMBSTONE])
  assert.match(late.stderr, /no sweep that writes denies has come by since 20\d\d-/)
  assert.equal(sandbox.requests.length - before - asked, asked)
})

test('a job that denies at once needs no sweep for that, and is told nothing', async () => {
  assert.doesNotMatch((await daypass(['issue', 'viewer'])).stderr, SILENT)
})

test('a sweep that only leaves tombstones is none for those who do the same', async () => {
  assert.equal((await daypass(['sweep', ...TOMBSTONE])).code, 0)
  assert.match((await daypass(['issue', 'viewer', ...TOMBSTONE])).stderr, SILENT)
  assert.equal((await daypass(['reconcile'])).code, 0)
  assert.doesNotMatch((await daypass(['issue', 'viewer', ...TOMBSTONE])).stderr, SILENT)
})

test('what is overdue is said by leases, report and doctor, until a sweep has come by', async () => {
  await daypass(['issue', 'reader', '--ttl', '15m'])
  sandbox.clock.advance(31 * 60)
  const said =
    /1 lease overdue by 15 minutes or more, and nobody ends them \(no sweep ever came by\)/
  for (const command of ['leases', 'report']) assert.match((await daypass([command])).stderr, said)
  assert.equal((await sweepFinding())['status'], 'failed')
  const { watch } = json((await daypass(['leases', '--json'])).stdout)
  assert.deepEqual(watch, {
    last_sweep_at: null,
    silent: false,
    overdue_leases: 1,
    waiting_denies: 0,
    stuck: 0,
    tampered: 0,
    orphans: null,
  })
  await daypass(['sweep'])
  for (const command of ['leases', 'report'])
    assert.doesNotMatch((await daypass([command])).stderr, /overdue/)
  assert.match(String((await sweepFinding())['detail']), /^last sweep \d+s ago$/)
})

test('doctor fails in tombstone mode when no sweep came by for a quarter of an hour', async () => {
  await daypass(['sweep'])
  assert.equal((await sweepFinding(...TOMBSTONE))['status'], 'ok')
  sandbox.clock.advance(16 * 60)
  assert.equal((await sweepFinding(...TOMBSTONE))['status'], 'failed')
})

test('a deny that waits is told of', async () => {
  const { lease_id: lease } = json((await daypass(['issue', 'viewer'])).stdout)
  await daypass(['revoke', String(lease), ...TOMBSTONE])
  assert.match((await daypass(['leases'])).stderr, /1 revoked session not denied yet in IAM/)
  await daypass(['sweep'])
  assert.doesNotMatch((await daypass(['leases'])).stderr, /not denied/)
})

test('a dry run and a sweep that died leave no mark', async () => {
  await daypass(['sweep', '--dry-run'])
  const heal = sandbox.faults.add({
    action: 'ListObjectsV2',
    effect: { kind: 'status', status: 403, code: 'AccessDenied' },
  })
  await daypass(['sweep'])
  heal()
  assert.equal((await sweepFinding())['detail'], 'no sweep ever came by')
})

test('a mark that somebody garbled is no mark, and the next sweep writes it again', async () => {
  await daypass(['sweep'])
  const s3 = new S3({
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: sandbox.root,
    forcePathStyle: true,
  })
  const object = { Bucket: 'daypass-state', Key: 'store.json' }
  const text = (await (await s3.getObject(object)).Body?.transformToString()) ?? ''
  for (const Body of [text.replace('swept_at', 'swept_on'), text.replace(/"swept_at": "/, '$&x')]) {
    await s3.putObject({ ...object, Body })
    assert.equal((await sweepFinding())['detail'], 'no sweep ever came by')
  }
  await daypass(['sweep'])
  assert.equal((await sweepFinding())['status'], 'ok')
})

test('orphans and denies that others took away are told of for a day', async () => {
  const { lease_id: lease } = json((await daypass(['issue', 'viewer'])).stdout)
  await daypass(['revoke', String(lease)])
  sandbox.clock.advance(6 * 60)
  const iam = new IAM({ endpoint: sandbox.url, region: 'us-east-1', credentials: sandbox.root })
  const UserName = 'daypass-root'
  const { PolicyNames = [] } = await iam.listUserPolicies({ UserName })
  for (const PolicyName of PolicyNames.filter((name) => name.startsWith('daypass-deny-')))
    await iam.deleteUserPolicy({ UserName, PolicyName })
  await daypass(['sweep'])
  await daypass(['sweep'])
  const { watch } = json((await daypass(['report', '--json'])).stdout)
  assert.equal((watch as Record<string, unknown>)['tampered'], 1)
  assert.equal((watch as Record<string, unknown>)['orphans'], 0)
  sandbox.clock.advance(25 * 3600)
  const later = json((await daypass(['report', '--json'])).stdout)['watch']
  assert.equal((later as Record<string, unknown>)['tampered'], 0)
})
