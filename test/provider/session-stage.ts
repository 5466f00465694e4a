import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type OwnClock, systemClock, wholeSecond } from '../../core/clock.ts'
import type { Configuration } from '../../provider/configuration/schema.ts'
import { providerSchema } from '../../provider/configuration/schema.ts'
import { readConfiguration } from '../../provider/configuration/settings.ts'
import type { ConfiguredCall } from '../../terraform-plugin/definition/call.ts'
import { type Diagnostic, collectDiagnostics } from '../../terraform-plugin/protocol/diagnostic.ts'
import { openSession } from '../../provider/open-session.ts'
import type { DaypassSession } from '../../provider/session.ts'
import type { Environment } from '../../assembly/settings.ts'
import type { ProcessContext } from '../../assembly/connect.ts'
import { proveStore } from '../support/proven-store.ts'
import { cleanForEachTest } from '../support/clean-sandbox.ts'
import { liveCredentials, type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { serverClock } from '../../core/server-clock.ts'

/** A call of a handler, with what it said. */
export interface TestCall extends ConfiguredCall<DaypassSession> {
  readonly said: readonly Diagnostic[]
  readonly lines: readonly string[]
}

/** A sandbox and sessions of the provider on it, in this process. */
export interface SessionStage {
  readonly sandbox: Sandbox
  /** Where role files lie. */
  readonly folder: string
  readonly surroundings: (env?: Environment) => ProcessContext
  readonly session: (config?: Partial<Configuration>, env?: Environment) => DaypassSession
  readonly call: (session: DaypassSession, stop?: AbortSignal) => TestCall
  readonly alive: () => readonly string[]
}

const NOTHING = Object.fromEntries(
  [...Object.keys(providerSchema.attributes), ...Object.keys(providerSchema.blocks)].map((name) => [
    name,
    null,
  ]),
) as unknown as Configuration

const READS = `policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:GetObject', Resource: '*' } }`

/**
 * Opens a stage for the tests of a file, each of which begins with a clean sandbox, whose time only the test moves.
 *
 * @param time - `runs` as on the wall instead: what answers late does so by it.
 */
export async function openSessionStage(time?: 'runs'): Promise<SessionStage> {
  const start = wholeSecond(systemClock.now())
  const base = time === 'runs' ? systemClock : { ...systemClock, now: () => start }
  const sandbox = await startSandbox({ clock: base })
  proveStore(sandbox)
  cleanForEachTest(sandbox)
  const folder = mkdtempSync(join(tmpdir(), 'daypass-session-'))
  after(async () => {
    await sandbox.stop()
    rmSync(folder, { recursive: true })
  })
  writeFileSync(join(folder, 'viewer.yaml'), `credential_type: federation_token\n${READS}\n`)
  writeFileSync(join(folder, 'reader.yaml'), `credential_type: iam_user\nmax_ttl: 1h\n${READS}\n`)
  const { url } = sandbox
  const config = {
    state: 's3://daypass-state',
    roles: folder,
    region: 'us-east-1',
    access_key: sandbox.root.accessKeyId,
    secret_key: sandbox.root.secretAccessKey,
    endpoints: { iam: url, sts: url, s3: url },
  }
  const skipping: OwnClock = {
    ...sandbox.clock,
    sleep: (milliseconds) => {
      sandbox.clock.advance(milliseconds / 1000)
      return Promise.resolve()
    },
  }
  const clock = time === 'runs' ? sandbox.clock : skipping
  const surroundings = (env: Environment = {}): ProcessContext => ({
    env,
    directory: folder,
    clock: serverClock(clock),
    random: (size) => randomBytes(size),
  })
  return {
    sandbox,
    folder,
    surroundings,
    session: (more = {}, env = {}) =>
      openSession(readConfiguration({ ...NOTHING, ...config, ...more }, env), surroundings(env)),
    call: testCall,
    alive: () =>
      liveCredentials(sandbox.world, sandbox.clock.now())
        .filter((one) => !one.denied && one.name !== 'daypass-root')
        .map((one) => one.name),
  }
}

function testCall(session: DaypassSession, stop = new AbortController().signal): TestCall {
  const diagnostics = collectDiagnostics()
  const lines: string[] = []
  const line = (message: string): void => void lines.push(message)
  const log = { trace: line, debug: line, info: line, warn: line, error: line }
  return { session, stop, diagnostics, log, said: diagnostics.all, lines }
}
