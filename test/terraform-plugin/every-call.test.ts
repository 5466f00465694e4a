import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { GrpcError } from '../../terraform-plugin/plugin/grpc.ts'
import { encodeValue } from '../../terraform-plugin/protocol/dynamic-value.ts'
import { decode } from '../../terraform-plugin/protocol/message.ts'
import type { Message } from '../../terraform-plugin/protocol/message.ts'
import { RPCS } from '../../terraform-plugin/protocol/messages/rpc-messages.ts'
import type { RpcName } from '../../terraform-plugin/protocol/messages/rpc-messages.ts'
import { rpcNames } from '../../terraform-plugin/rpc/methods.ts'
import { encoded, providerClient } from './in-process.ts'
import { configurationSchema, echoSchema, probeProvider } from './probe-provider.ts'

const folder = mkdtempSync(join(tmpdir(), 'daypass-calls-'))
after(() => {
  rmSync(folder, { recursive: true })
})

async function configured(log: (line: string) => void = () => undefined) {
  const client = providerClient(probeProvider(folder), { log })
  await client.call('ConfigureProvider', { config: encoded(configurationSchema, {}) })
  return client
}

/** Bytes that get past the first look: fields 1 to 8, each with bytes that may be a name, a value or a state. */
const likely = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 8 }),
      fc.oneof(
        fc
          .constantFrom('probe_thing', 'probe_lease', 'probe_echo', 'join')
          .map((name) => Buffer.from(name)),
        fc.uint8Array({ maxLength: 20 }),
        fc
          .uint8Array({ maxLength: 20 })
          .map((bytes) => Buffer.from([0x0a, bytes.length, ...bytes])),
        fc
          .uint8Array({ maxLength: 20 })
          .map((bytes) => Buffer.from([0x12, bytes.length, ...bytes])),
      ),
    ),
    { maxLength: 6 },
  )
  .map((fields) =>
    Buffer.concat(fields.map(([no, bytes]) => Buffer.from([no * 8 + 2, bytes.length, ...bytes]))),
  )

test('random bytes get an answer or a gRPC error, on every call', async () => {
  const client = await configured()
  const any = fc.oneof(likely, fc.uint8Array({ maxLength: 50 }))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...rpcNames()), any, async (name, bytes) => {
      try {
        const { response }: { response: Message<unknown> } = RPCS[name]
        decode(response, await client.callRaw(name, bytes))
      } catch (error) {
        assert.ok(error instanceof GrpcError, String(error))
      }
    }),
    { numRuns: 3000 },
  )
})

test('what a handler throws becomes a diagnostic, and its stack goes to the log alone', async () => {
  const lines: string[] = []
  const client = await configured((line) => lines.push(line))
  const { diagnostics, state } = await client.call('ReadDataSource', {
    typeName: 'probe_echo',
    config: encoded(echoSchema, { text: 'throw' }),
  })
  assert.equal(state, undefined)
  assert.deepEqual(
    diagnostics.map(({ severity, summary, detail }) => [severity, summary, detail]),
    [[1, 'It failed', 'Error: the echo failed']],
  )
  assert.match(lines.join(''), /at Object\.read|at read/)
})

test('a call before the configuration is told so', async () => {
  const client = providerClient(probeProvider(folder))
  const { diagnostics } = await client.call('ReadDataSource', {
    typeName: 'probe_echo',
    config: encoded(echoSchema, { text: 'x' }),
  })
  assert.deepEqual(
    diagnostics.map(({ summary }) => summary),
    ['Provider not configured'],
  )
})

test('what the provider does not have is answered as not supported', async () => {
  const client = await configured()
  const absent = [
    'ValidateStateStoreConfig',
    'ConfigureStateStore',
    'LockState',
    'UnlockState',
    'GetStates',
    'DeleteState',
  ] as const satisfies readonly RpcName[]
  for (const name of absent) {
    const { diagnostics } = await client.call(name, {})
    assert.match(diagnostics[0]?.detail ?? '', /does not support/, name)
  }
})

test('a function that fails names the argument', async () => {
  const client = await configured()
  const call = async (...values: readonly (string | null)[]) =>
    await client.call('CallFunction', {
      name: 'join',
      arguments: values.map((value) => encodeValue('string', value)),
    })
  assert.deepEqual((await call('-', 'a', 'b')).error, undefined)
  assert.deepEqual((await call('-', 'a', '')).error, {
    text: 'a part is empty',
    functionArgument: 2,
  })
  assert.equal((await call('-', null)).error?.functionArgument, 1)
  assert.match((await call()).error?.text ?? '', /1 arguments are needed/)
})

test('schema and metadata name the same things', async () => {
  const client = await configured()
  const schema = await client.call('GetProviderSchema', {})
  const metadata = await client.call('GetMetadata', {})
  const names = (found: readonly { readonly typeName: string }[]) =>
    found.map(({ typeName }) => typeName)
  assert.deepEqual(names(metadata.resources), Object.keys(schema.resourceSchemas))
  assert.deepEqual(names(metadata.dataSources), Object.keys(schema.dataSourceSchemas))
  assert.deepEqual(names(metadata.ephemeralResources), Object.keys(schema.ephemeralResourceSchemas))
  assert.deepEqual((await client.call('GetFunctions', {})).functions, schema.functions)
  assert.deepEqual(metadata.serverCapabilities, schema.serverCapabilities)
  assert.equal(schema.serverCapabilities?.getProviderSchemaOptional, true)
})
