/** The process as Terraform meets it, asked by an independent gRPC client. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { status } from '@grpc/grpc-js'
import type { Client } from '@grpc/grpc-js'
import { decode, encode } from '../../terraform-plugin/protocol/message.ts'
import { RPCS, STREAMS } from '../../terraform-plugin/protocol/messages/rpc-messages.ts'
import { encoded } from './in-process.ts'
import { configurationSchema, echoSchema, leaseSchema } from './probe-provider.ts'
import { ask, bundleProbe, clientCertificate, startProbe } from './probe-process.ts'
import type { ProbeProcess } from './probe-process.ts'

const EMPTY = new Uint8Array(0)
const root = mkdtempSync(join(tmpdir(), 'daypass-plugin-'))
const script = join(root, 'probe.cjs')
const own = clientCertificate()

before(async () => {
  await bundleProbe(script)
})
const probes: ProbeProcess[] = []
afterEach(() => {
  for (const probe of probes.splice(0)) probe.dispose()
})
after(() => {
  rmSync(root, { recursive: true })
})

function newFolder(): string {
  return mkdtempSync(join(root, 'world-'))
}

async function start(folder: string, environment: Record<string, string> = {}) {
  const probe = await startProbe(script, {
    certificate: own,
    environment: { PROBE_FOLDER: folder, ...environment },
  })
  probes.push(probe)
  return probe
}

async function shutDown({ client, ended }: ProbeProcess): Promise<{ code: number | null }> {
  const connection = client(own)
  const answer = await ask(connection, '/plugin.GRPCController/Shutdown', EMPTY)
  assert.equal(answer.length, 0)
  return await ended
}

async function configure(client: Client): Promise<void> {
  const { request, response } = RPCS.ConfigureProvider
  const config = encoded(configurationSchema, { region: 'here' })
  const answer = await ask(
    client,
    '/tfplugin6.Provider/ConfigureProvider',
    encode(request, { config }),
  )
  assert.deepEqual(decode(response, answer).diagnostics, [])
}

async function openLease(client: Client, role = 'reader') {
  const { request, response } = RPCS.OpenEphemeralResource
  const config = encoded(leaseSchema, { role })
  const message = encode(request, { typeName: 'probe_lease', config })
  return decode(response, await ask(client, '/tfplugin6.Provider/OpenEphemeralResource', message))
}

async function readEcho(client: Client, text: string): Promise<Buffer> {
  const { request } = RPCS.ReadDataSource
  const message = encode(request, { typeName: 'probe_echo', config: encoded(echoSchema, { text }) })
  return await ask(client, '/tfplugin6.Provider/ReadDataSource', message)
}

test('a client with the right certificate is served, and Shutdown ends the process cleanly', async () => {
  const folder = newFolder()
  const probe = await start(folder)
  assert.match(probe.line, /^1\|6\|unix\|[^|]+\|grpc\|[A-Za-z0-9+/]{50,}$/)
  const client = probe.client(own)
  const answer = await ask(client, '/tfplugin6.Provider/GetProviderSchema', EMPTY)
  const schema = decode(RPCS.GetProviderSchema.response, answer)
  assert.deepEqual(Object.keys(schema.resourceSchemas), ['probe_thing'])
  assert.deepEqual([...(await ask(client, '/grpc.health.v1.Health/Check', EMPTY))], [8, 1])
  assert.equal((await shutDown(probe)).code, 0)
  assert.equal(existsSync(dirname(probe.target.slice('unix:'.length))), false)
  assert.equal(probe.stderr(), '')
})

test('a client with another certificate, or none, is refused', async () => {
  const probe = await start(newFolder())
  for (const certificate of [clientCertificate(), undefined]) {
    const client = probe.client(certificate)
    await assert.rejects(ask(client, '/tfplugin6.Provider/GetProviderSchema', EMPTY), {
      code: status.UNAVAILABLE,
    })
  }
  await shutDown(probe)
})

test('without a certificate of the client it speaks plain text', async () => {
  const probe = await startProbe(script, { environment: { PROBE_FOLDER: newFolder() } })
  probes.push(probe)
  assert.match(probe.line, /\|grpc\|$/)
  const client = probe.client()
  assert.ok((await ask(client, '/tfplugin6.Provider/GetFunctions', EMPTY)).length > 0)
  await ask(client, '/plugin.GRPCController/Shutdown', EMPTY)
  assert.equal((await probe.ended).code, 0)
})

test('where the path of a socket would be too long it listens on the loopback interface', async () => {
  const long = join(root, 'x'.repeat(100))
  mkdirSync(long)
  const probe = await start(newFolder(), { TMPDIR: long })
  assert.match(probe.line, /^1\|6\|tcp\|127\.0\.0\.1:\d+\|grpc\|/)
  const client = probe.client(own)
  assert.ok((await ask(client, '/tfplugin6.Provider/GetFunctions', EMPTY)).length > 0)
  await shutDown(probe)
})

test('what is open is closed before Shutdown is answered', async () => {
  const folder = newFolder()
  const probe = await start(folder)
  const client = probe.client(own)
  await configure(client)
  await openLease(client)
  await openLease(client, 'writer')
  assert.equal(readdirSync(folder).length, 2)
  await ask(client, '/plugin.GRPCController/Shutdown', EMPTY)
  assert.deepEqual(readdirSync(folder), ['ended'])
  await probe.ended
})

test('what is open is closed on SIGTERM, and a pending Open is stopped by it', async () => {
  const folder = newFolder()
  const probe = await start(folder)
  const client = probe.client(own)
  await configure(client)
  await openLease(client)
  const slow = openLease(client, 'slow')
  // Another call that was answered shows that the slow one is under way.
  await readEcho(client, 'x')
  probe.child.kill('SIGTERM')
  await Promise.allSettled([slow])
  assert.equal((await probe.ended).code, 0)
  assert.deepEqual(readdirSync(folder), ['ended'])
  assert.equal(readFileSync(join(folder, 'ended'), 'utf8'), 'sigterm')
})

test('what is open is closed when Terraform is killed', async () => {
  const folder = newFolder()
  const environment = { PROBE_FOLDER: folder }
  const probe = await startProbe(script, { certificate: own, environment, between: true })
  probes.push(probe)
  const client = probe.client(own)
  await configure(client)
  await openLease(client)
  probe.child.kill('SIGKILL')
  await probe.ended
  assert.deepEqual(readdirSync(folder), ['ended'])
  assert.equal(readFileSync(join(folder, 'ended'), 'utf8'), 'parent-gone')
})

test('Ctrl-C stops a pending Open and nothing else', async () => {
  const folder = newFolder()
  const probe = await start(folder)
  const client = probe.client(own)
  await configure(client)
  await openLease(client)
  const slow = openLease(client, 'slow')
  await readEcho(client, 'x')
  probe.child.kill('SIGINT')
  const { diagnostics } = await slow
  assert.deepEqual(
    diagnostics.map(({ summary }) => summary),
    ['Stopped'],
  )
  assert.equal(readdirSync(folder).length, 1)
  await shutDown(probe)
})

test('a crash shows its message, and closes what is open first', async () => {
  const folder = newFolder()
  const probe = await start(folder)
  const client = probe.client(own)
  await configure(client)
  await openLease(client)
  await Promise.allSettled([readEcho(client, 'crash')])
  assert.equal((await probe.ended).code, 2)
  assert.match(probe.stderr(), /^panic: the echo crashed\n\nError: the echo crashed\n {4}at /)
  assert.deepEqual(readdirSync(folder), ['ended'])
})

test('started by hand it says what it is, on stderr', async () => {
  const probe = await start(newFolder(), { TF_PLUGIN_MAGIC_COOKIE: '' })
  assert.equal((await probe.ended).code, 1)
  assert.equal(probe.line, '')
  assert.match(probe.stderr(), /Terraform starts it by itself/)
})

test('a Terraform without protocol 6 is told on stdout, which it shows', async () => {
  const probe = await start(newFolder(), { PLUGIN_PROTOCOL_VERSIONS: '5,4' })
  assert.equal(probe.line, 'probe needs Terraform 1.0 or newer')
  assert.equal((await probe.ended).code, 1)
})

test('log lines carry their level, and are not written where nobody asked', async () => {
  for (const [level, lines] of [
    ['info', 1],
    ['warn', 0],
  ] as const) {
    const probe = await start(newFolder(), { TF_LOG: level })
    const client = probe.client(own)
    await configure(client)
    await readEcho(client, 'hello')
    await shutDown(probe)
    const written = probe.stderr().split('\n').filter(Boolean)
    assert.equal(written.length, lines)
    for (const line of written) {
      const { '@timestamp': at, ...rest } = JSON.parse(line) as Record<string, unknown>
      assert.match(String(at), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
      assert.deepEqual(rest, {
        characters: 5,
        '@level': 'info',
        '@message': 'echo',
        '@module': 'probe',
      })
    }
  }
})

test('a method that is not there is unimplemented, a request that is none is an invalid argument', async () => {
  const probe = await start(newFolder())
  const client = probe.client(own)
  await assert.rejects(ask(client, '/tfplugin6.Provider/NoSuchMethod', EMPTY), {
    code: status.UNIMPLEMENTED,
  })
  await assert.rejects(ask(client, '/tfplugin6.Provider/ReadDataSource', Uint8Array.of(0x0a, 9)), {
    code: status.INVALID_ARGUMENT,
  })
  await shutDown(probe)
})

test('messages of many megabytes come through', async () => {
  const probe = await start(newFolder())
  const client = probe.client(own)
  await configure(client)
  const text = 'x'.repeat(3_000_000)
  const { state, diagnostics } = decode(RPCS.ReadDataSource.response, await readEcho(client, text))
  assert.deepEqual(diagnostics, [])
  assert.ok((state?.msgpack.length ?? 0) > 2 * text.length)
  await shutDown(probe)
})

test('a stream is answered event by event', async () => {
  const probe = await start(newFolder())
  const connection = probe.client(own)
  await configure(connection)
  const { request, response } = STREAMS.InvokeAction
  const same = (bytes: Buffer): Buffer => bytes
  const stream = connection.makeServerStreamRequest(
    '/tfplugin6.Provider/InvokeAction',
    same,
    same,
    Buffer.from(encode(request, { typeName: 'probe_nothing' })),
  )
  const events: string[] = []
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    const { completed } = decode(response, bytes)
    events.push(completed?.diagnostics[0]?.summary ?? '')
  }
  assert.deepEqual(events, ['Unknown action'])
  assert.equal((await shutDown(probe)).code, 0)
})
