/** The handlers of the ephemeral resource, at the time of the sandbox. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DaypassError } from '../../core/errors.ts'
import { credentialsEphemeral } from '../../provider/ephemeral/credentials.ts'
import { openSessionStage } from './session-stage.ts'

const stage = await openSessionStage()
const { sandbox, alive, session, call } = stage
const NO_OPTIONS = { ttl: null, role_arn: null, role_session_name: null, mfa_code: null }

async function open(role: string, ttl: string) {
  const opened = session()
  const {
    result,
    private: id,
    renewAt,
  } = await credentialsEphemeral.open({ ...NO_OPTIONS, role, ttl }, call(opened))
  const seconds = ((renewAt?.getTime() ?? 0) - sandbox.clock.now().getTime()) / 1000
  return { opened, result, id, seconds }
}

test('a user is renewed after two thirds of its time, again and again, until its role ends it', async () => {
  const { opened, id, seconds } = await open('reader', '30m')
  assert.equal(seconds, 1200)
  const ends = async (): Promise<number> => {
    const { state } = await opened.connect()
    for await (const lease of state.leases.list('reader')) return lease.expiresAt.getTime() / 1000
    return 0
  }
  const first = await ends()
  sandbox.clock.advance(1200)
  const again = call(opened)
  const renewed = await credentialsEphemeral.renew?.(id, again)
  assert.equal((await ends()) - first, 1200)
  assert.ok(renewed?.renewAt !== undefined && renewed.renewAt > sandbox.clock.now())
  assert.deepEqual(again.said, [])

  sandbox.clock.advance(1200)
  const last = await credentialsEphemeral.renew?.(id, call(opened))
  assert.ok(last?.renewAt !== undefined, 'it is told again, just before the end')
  assert.equal((await ends()) - first, 1800, 'cut to an hour after issue')
  const told = call(opened)
  assert.deepEqual(await credentialsEphemeral.renew?.(id, told), {})
  assert.match(told.said[0]?.detail ?? '', /as long as its role allows.*longer ttl/)
  assert.equal(alive().length, 1)
  await credentialsEphemeral.close(id, call(opened))
  assert.deepEqual(alive(), [])
})

test('a session cannot be renewed, and that is told a minute before its end', async () => {
  const { opened, id, seconds } = await open('viewer', '30m')
  assert.equal(seconds, 1740)
  const told = call(opened)
  assert.deepEqual(await credentialsEphemeral.renew?.(id, told), {})
  assert.deepEqual(
    told.said.map(({ severity, summary }) => [severity, summary]),
    [['warning', 'Credentials are about to end']],
  )
  assert.ok(told.lines.includes('cannot be renewed'))
  await credentialsEphemeral.close(id, call(opened))
})

test('closing what is closed, or was never there, is no error', async () => {
  const { opened, id } = await open('viewer', '30m')
  await credentialsEphemeral.close(id, call(opened))
  const twice = call(opened)
  await credentialsEphemeral.close(id, twice)
  await credentialsEphemeral.close('viewer/4cZkq2TzWq0bXyN8rPdU1a', twice)
  assert.deepEqual(twice.said, [])
})

test('a close is not stopped by the stop that it is to clean up after', async () => {
  const { opened, id } = await open('reader', '30m')
  await credentialsEphemeral.close(id, call(opened, AbortSignal.abort()))
  assert.deepEqual(alive(), [])
})

test('what this process may not revoke is a warning, and a sweep does it', async () => {
  const opened = session({ revocation: 'tombstone' })
  const { private: id } = await credentialsEphemeral.open(
    { ...NO_OPTIONS, role: 'viewer' },
    call(opened),
  )
  const told = call(opened)
  await credentialsEphemeral.close(id, told)
  assert.match(told.said[0]?.detail ?? '', /still work.*the next sweep takes them back/i)
  assert.equal(told.said[0]?.severity, 'warning')
  assert.equal(alive().length, 1)
  await credentialsEphemeral.close(id, call(session()))
})

test('an open that is stopped takes back what it began', async () => {
  const stop = new AbortController()
  const remove = sandbox.faults.add({ action: 'CreateAccessKey', effect: { kind: 'hang-after' } })
  const opened = session()
  const opening = credentialsEphemeral.open(
    { ...NO_OPTIONS, role: 'reader' },
    call(opened, stop.signal),
  )
  const hanging = await sandbox.faults.hang()
  stop.abort()
  await assert.rejects(Promise.resolve(opening), (error: unknown) => error instanceof DaypassError)
  hanging.release()
  remove()
  assert.deepEqual(alive(), [])
})

test('the secret values of an answer are marked as such in the schema', () => {
  const { attributes } = credentialsEphemeral.schema
  const marked = Object.entries(attributes).filter(([, { sensitive }]) => sensitive === true)
  assert.deepEqual(
    marked.map(([name]) => name),
    ['access_key', 'secret_key', 'session_token'],
  )
})
