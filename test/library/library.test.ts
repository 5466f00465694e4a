/** daypass as a program holds it: what is promised of its calls, on a sandbox. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { serverClock } from '../../core/server-clock.ts'
import { open } from '../../library/open.ts'
import { isDaypassFailure } from '../../library/daypass.ts'
import type { Daypass, DaypassOptions, LiveLeaseFacts } from '../../library/program-interface.ts'
import { openStage } from '../cli/stage.ts'

const stage = await openStage()
const state = 's3://daypass-state?region=us-east-1'

function opened(options: DaypassOptions = {}, env: Readonly<Record<string, string>> = {}): Daypass {
  return open(
    { state, roles: stage.roles, ...options },
    {
      env: { ...stage.env, ...env },
      directory: '/',
      clock: serverClock(stage.sandbox.clock),
      random: (size) => randomBytes(size),
      host: 'laptop',
      user: () => 'ann',
    },
  )
}

test('a lease is issued, listed with its holder, and revoked', async () => {
  const daypass = opened()
  const { id, credentials, expiresAt } = await daypass.issue('reader', { ttl: '10m' })
  const key = stage.sandbox.world.accessKeys.get(credentials.accessKeyId)
  assert.equal(key?.secretAccessKey, credentials.secretAccessKey)
  const leases = await leasesOf(daypass)
  assert.deepEqual(
    leases.map(({ id, status, holder }) => [id, status, holder]),
    [[id, 'active', 'ann@laptop']],
  )
  const [{ issuedAt } = { issuedAt: expiresAt }] = leases
  assert.equal(Math.floor((expiresAt.getTime() - issuedAt.getTime()) / 1000), 600)
  assert.equal((await daypass.revoke(id)).status, 'revoked')
  assert.deepEqual(stage.alive(), [])
  assert.equal((await daypass.revoke(id)).status, 'ended')
})

test('seconds are a time to live as well, and a lease is renewed by them', async () => {
  const daypass = opened()
  const { id, expiresAt } = await daypass.issue('reader', { ttl: 600 })
  stage.sandbox.clock.advance(300)
  const later = await daypass.renew(id, 900)
  assert.ok(later > expiresAt)
  await daypass.revoke(id)
})

test('a holder has the name that the program gives', async () => {
  const daypass = opened({}, { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'octo/app' })
  await daypass.issue('reader', { holder: 'backup' })
  await daypass.issue('reader')
  const holders = (await leasesOf(daypass, 'reader')).map(({ holder }) => holder)
  assert.deepEqual(holders.sort(), ['backup@laptop', 'octo/app'])
})

test('a sweep ends what is due', async () => {
  const daypass = opened()
  const { id } = await daypass.issue('reader', { ttl: '10m' })
  stage.sandbox.clock.advance(601)
  assert.deepEqual(await daypass.sweep(), { ended: [id], failed: [], stuck: [] })
  assert.deepEqual(stage.alive(), [])
})

test('a role that names whom it is for is refused without a token, unless that is allowed', async () => {
  stage.role('deployer', `${USER}\nsubjects: ['repo:octo/app:ref:refs/heads/main']\n`)
  const daypass = opened()
  const error = await failure(daypass.issue('deployer'))
  assert.deepEqual([error.code, stage.alive()], ['request-invalid', []])
  assert.match(error.hint ?? '', /allowWithoutSubject/)
  const { id } = await daypass.issue('deployer', { allowWithoutSubject: true })
  assert.match(id, /^deployer\//)
})

test('what fails has a code and a cure, and nothing is issued', async () => {
  const daypass = opened()
  const unknown = await failure(daypass.issue('raeder'))
  assert.deepEqual([unknown.code, unknown.hint?.includes('reader')], ['role-not-found', true])
  for (const asked of [{ ttl: 'soon' }, { ttl: -1 }, { ttl: '99h' }, { mfaCode: '123456' }]) {
    const error = await failure(daypass.issue('reader', asked))
    assert.equal(error.code, 'request-invalid', JSON.stringify(asked))
    assert.match(error.hint ?? error.message, /\w{3}/)
  }
  assert.equal((await failure(daypass.revoke('nonsense'))).code, 'request-invalid')
  assert.deepEqual(stage.alive(), [])
})

test('a program that is stopped midway holds nothing', async () => {
  const error = await failure(opened().issue('reader', { signal: AbortSignal.abort() }))
  assert.deepEqual([error.code, stage.alive()], ['cancelled', []])
})

test('without a store that somebody named there is no daypass', () => {
  const options = { env: {}, directory: '/', clock: serverClock(stage.sandbox.clock) }
  const context = { ...options, random: randomBytes, host: 'laptop', user: () => 'ann' }
  assert.throws(() => open({}, context), /no store is named/)
})

const USER = `credential_type: iam_user
policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:GetObject', Resource: '*' } }`

async function failure(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(isDaypassFailure(error), String(error))
  return error
}

async function leasesOf(daypass: Daypass, role?: string): Promise<readonly LiveLeaseFacts[]> {
  const leases: LiveLeaseFacts[] = []
  for await (const lease of daypass.leases(role)) leases.push(lease)
  return leases
}
