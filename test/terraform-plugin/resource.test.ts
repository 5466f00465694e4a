import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { isUnknown, unknown } from '../../terraform-plugin/protocol/value.ts'
import type { ObjectValue } from '../../terraform-plugin/protocol/value.ts'
import { decoded, encoded, providerClient } from './in-process.ts'
import type { ProviderClient } from './in-process.ts'
import { configurationSchema, probeProvider, thingSchema } from './probe-provider.ts'

const folder = mkdtempSync(join(tmpdir(), 'daypass-rpc-'))
after(() => {
  rmSync(folder, { recursive: true })
})

const MODERN = { writeOnlyAttributesAllowed: true }
const THING = { name: 'one', part: [] }
const STATE = { ...THING, mode: 'usual', id: 'id-one', revision: 1 }
const nothing = encoded(thingSchema, null)

async function configured(): Promise<ProviderClient> {
  const client = providerClient(probeProvider(folder))
  const config = encoded(configurationSchema, {})
  assert.deepEqual((await client.call('ConfigureProvider', { config })).diagnostics, [])
  return client
}

function thing(values: Readonly<Record<string, unknown>>): { readonly msgpack: Uint8Array } {
  return encoded(thingSchema, values)
}

async function plan(
  prior: Readonly<Record<string, unknown>> | null,
  proposed: Readonly<Record<string, unknown>>,
  config: Readonly<Record<string, unknown>> = proposed,
) {
  const client = await configured()
  const answer = await client.call('PlanResourceChange', {
    typeName: 'probe_thing',
    priorState: encoded(thingSchema, prior),
    proposedNewState: thing(proposed),
    config: thing(config),
    priorPrivate: Buffer.from('kept'),
  })
  assert.deepEqual(answer.diagnostics, [])
  assert.equal(Buffer.from(answer.plannedPrivate).toString(), 'kept')
  const planned = decoded(thingSchema, answer.plannedState) as ObjectValue
  return { planned, replaces: answer.requiresReplace.map(({ steps }) => steps[0]?.attributeName) }
}

test('a creation plans what is computed as unknown, but what the provider knows beforehand', async () => {
  const { planned, replaces } = await plan(null, THING)
  assert.ok(isUnknown(planned['id']))
  assert.ok(isUnknown(planned['revision']))
  assert.equal(planned['mode'], 'usual')
  assert.deepEqual(replaces, [])
})

test('the provider cannot plan away what the user wrote', async () => {
  const { planned } = await plan(null, { ...THING, mode: 'mine' })
  assert.equal(planned['mode'], 'mine')
})

test('an update keeps what is stable, and the rest of what is computed is unknown', async () => {
  const { planned, replaces } = await plan(STATE, { ...STATE, size: 2 }, { ...THING, size: 2 })
  assert.equal(planned['id'], 'id-one')
  assert.ok(isUnknown(planned['revision']))
  assert.equal(planned['mode'], 'usual')
  assert.deepEqual(replaces, [])
})

test('where nothing changes nothing is planned, in whatever order a set comes', async () => {
  const before = { ...STATE, colours: ['red', 'green'] }
  const { planned } = await plan(before, { ...STATE, colours: ['green', 'red'] }, THING)
  assert.equal(planned['revision'], 1)
})

test('a change of an attribute that replaces is told, also when its new value is unknown', async () => {
  assert.deepEqual((await plan(STATE, { ...STATE, name: 'two' })).replaces, ['name'])
  assert.deepEqual((await plan(STATE, { ...STATE, name: unknown })).replaces, ['name'])
})

test('a write-only value is in no plan and no state', async () => {
  const { planned } = await plan(null, { ...THING, password: 'geheim' })
  assert.equal(planned['password'], null)
  const client = await configured()
  const { newState, diagnostics } = await client.call('ApplyResourceChange', {
    typeName: 'probe_thing',
    priorState: nothing,
    plannedState: thing({ ...THING, mode: 'usual', id: unknown, revision: unknown }),
    config: thing({ ...THING, password: 'geheim' }),
  })
  assert.deepEqual(diagnostics, [])
  assert.equal((decoded(thingSchema, newState) as ObjectValue)['password'], null)
})

test('a write-only value is refused where Terraform would store it', async () => {
  const client = await configured()
  const config = thing({ ...THING, password: 'geheim' })
  const request = { typeName: 'probe_thing', config }
  const old = await client.call('ValidateResourceConfig', request)
  assert.deepEqual(
    old.diagnostics.map(({ attribute }) => attribute?.steps[0]?.attributeName),
    ['password'],
  )
  const modern = await client.call('ValidateResourceConfig', {
    ...request,
    clientCapabilities: MODERN,
  })
  assert.deepEqual(modern.diagnostics, [])
})

test('a failed creation leaves no state, a failed deletion leaves it as it was', async () => {
  const client = await configured()
  const { newState, diagnostics } = await client.call('ApplyResourceChange', {
    typeName: 'probe_thing',
    priorState: nothing,
    plannedState: thing({ ...THING, name: 'fails', id: unknown, revision: unknown }),
    config: thing({ ...THING, name: 'fails' }),
  })
  assert.equal(decoded(thingSchema, newState), null)
  assert.deepEqual(
    diagnostics.map(({ summary, detail }) => [summary, detail]),
    [['It failed', 'Error: the thing failed']],
  )
})

test('a read keeps what it did not read, and answers null for what is gone', async () => {
  const client = await configured()
  const gone = await client.call('ReadResource', {
    typeName: 'probe_thing',
    currentState: thing({ ...STATE, name: 'never' }),
    private: Buffer.from('p'),
  })
  assert.equal(decoded(thingSchema, gone.newState), null)
  const there = await client.call('ReadResource', {
    typeName: 'probe_thing',
    currentState: thing({ ...STATE, size: '0.12345678901234567891' }),
    private: Buffer.from('p'),
  })
  const state = decoded(thingSchema, there.newState) as ObjectValue
  assert.equal(state['size'], '0.12345678901234567891')
  assert.equal(Buffer.from(there.private).toString(), 'p')
  assert.ok(there.newIdentity?.identityData !== undefined)
})

test('a null inside a collection is refused with its place', async () => {
  const client = await configured()
  const { diagnostics } = await client.call('ValidateResourceConfig', {
    typeName: 'probe_thing',
    config: thing({ ...THING, tags: { a: null } }),
    clientCapabilities: MODERN,
  })
  assert.equal(diagnostics[0]?.summary, 'Null element')
  assert.equal(diagnostics[0].detail.endsWith('(At tags["a"].)'), true)
  assert.deepEqual(diagnostics[0].attribute?.steps, [{ attributeName: 'tags' }])
})

test('an older state is upgraded, a newer one is refused with the cure, today’s is only read', async () => {
  const client = await configured()
  const upgrade = async (version: number) => {
    const json = Buffer.from('{"name":"x","size":12345678901234567890,"gone":true,"part":[]}')
    const request = { typeName: 'probe_thing', version, rawState: { json } }
    return await client.call('UpgradeResourceState', request)
  }
  const today = await upgrade(1)
  assert.deepEqual(today.diagnostics, [])
  const state = decoded(thingSchema, today.upgradedState) as ObjectValue
  assert.equal(state['size'], 12345678901234567890n)
  assert.match((await upgrade(2)).diagnostics[0]?.detail ?? '', /newer provider/)
  assert.match((await upgrade(0)).diagnostics[0]?.detail ?? '', /expected nothing.*/)
})

test('it imports by id and by identity', async () => {
  const client = await configured()
  const byId = await client.call('ImportResourceState', { typeName: 'probe_thing', id: 'one' })
  assert.deepEqual(byId.diagnostics, [])
  const state = decoded(thingSchema, byId.importedResources[0]?.state) as ObjectValue
  assert.equal(state['id'], 'id-one')
  const read = await client.call('ReadResource', {
    typeName: 'probe_thing',
    currentState: thing(STATE),
  })
  const byIdentity = await client.call('ImportResourceState', {
    typeName: 'probe_thing',
    identity: read.newIdentity,
  })
  assert.deepEqual(byIdentity.importedResources[0]?.state, byId.importedResources[0]?.state)
})
