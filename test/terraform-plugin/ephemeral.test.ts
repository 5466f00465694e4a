import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { unknown } from '../../terraform-plugin/protocol/value.ts'
import { encoded, providerClient } from './in-process.ts'
import { configurationSchema, leaseSchema, probeProvider } from './probe-provider.ts'

const root = mkdtempSync(join(tmpdir(), 'daypass-ephemeral-'))
after(() => {
  rmSync(root, { recursive: true })
})

const typeName = 'probe_lease'
const NOW = systemClock.now()

async function configured() {
  const folder = mkdtempSync(join(root, 'world-'))
  const client = providerClient(probeProvider(folder), { clock: { now: () => NOW } })
  await client.call('ConfigureProvider', { config: encoded(configurationSchema, {}) })
  const open = async (role: unknown) =>
    await client.call('OpenEphemeralResource', { typeName, config: encoded(leaseSchema, { role }) })
  return {
    client,
    open,
    live: () => readdirSync(folder).filter((name) => name !== 'ended'),
    folder,
  }
}

test('what was closed is not closed again at the end', async () => {
  const { client, open, live } = await configured()
  const { private: name } = await open('a')
  assert.equal(live().length, 1)
  const { diagnostics } = await client.call('CloseEphemeralResource', { typeName, private: name })
  assert.deepEqual(diagnostics, [])
  assert.deepEqual(live(), [])
  await client.end('shutdown')
})

test('what was left open is closed at the end, and nothing is opened after it', async () => {
  const { client, open, live } = await configured()
  await open('a')
  await open('b')
  await client.end('shutdown')
  assert.deepEqual(live(), [])
  const late = await open('c')
  assert.deepEqual(
    late.diagnostics.map(({ summary }) => summary),
    ['Provider is stopping'],
  )
})

test('an answer that cannot be handed on is closed at once', async () => {
  const { open, live } = await configured()
  const { diagnostics, private: name } = await open('misfit')
  assert.match(diagnostics[0]?.detail ?? '', /expected a string/)
  assert.equal(name, undefined)
  assert.deepEqual(live(), [])
})

test('the next renewal is never less than five seconds away', async () => {
  const { open } = await configured()
  const { renewAt } = await open('a')
  const milliseconds = (renewAt?.seconds ?? 0) * 1000 + (renewAt?.nanos ?? 0) / 1e6
  assert.equal(milliseconds, NOW.getTime() + 5000)
})

test('after a renewal it closes by the old name and by the new one', async () => {
  for (const by of ['open', 'renew'] as const) {
    const { client, open, live } = await configured()
    const opened = await open('a')
    const renewed = await client.call('RenewEphemeralResource', {
      typeName,
      private: opened.private,
    })
    assert.equal(Buffer.from(renewed.private ?? '').toString(), `${String(opened.private)}+`)
    const name = by === 'open' ? opened.private : renewed.private
    await client.call('CloseEphemeralResource', { typeName, private: name })
    assert.deepEqual(live(), [])
  }
})

test('a renewal that fails still sends back by what it is found', async () => {
  const { client } = await configured()
  const renewed = await client.call('RenewEphemeralResource', {
    typeName: 'nothing',
    private: Buffer.from('x'),
  })
  assert.equal(Buffer.from(renewed.private ?? '').toString(), 'x')
  assert.equal(renewed.diagnostics.length, 1)
})

test('a closing that failed is tried again at the end', async () => {
  const { client, open, live, folder } = await configured()
  const { private: name } = await open('a')
  const path = join(folder, live()[0] ?? '')
  rmSync(path)
  mkdirSync(path)
  const { diagnostics } = await client.call('CloseEphemeralResource', { typeName, private: name })
  assert.match(diagnostics[0]?.detail ?? '', /EISDIR|EPERM/)
  rmSync(path, { recursive: true })
  await open('a')
  await client.end('shutdown')
  assert.deepEqual(live(), [])
})

test('an unknown in the configuration is told with its place', async () => {
  const { open } = await configured()
  const { diagnostics } = await open(unknown)
  assert.equal(diagnostics[0]?.summary, 'Value not known yet')
  assert.deepEqual(diagnostics[0].attribute?.steps, [{ attributeName: 'role' }])
})
