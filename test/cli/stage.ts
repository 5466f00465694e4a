import { after, beforeEach } from 'node:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StopSignal } from '../../cli/process/context.ts'
import { run } from '../../cli/run.ts'
import { liveCredentials, type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { proveStore } from '../support/proven-store.ts'
import { cleanForEachTest } from '../support/clean-sandbox.ts'
import { type Recording, type RecordingOptions, recordingContext } from './recording-context.ts'

/** How a command ended. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A sandbox, a directory of roles, and `daypass` between them, in this process. */
export interface Stage {
  readonly sandbox: Sandbox
  readonly roles: string
  /** Variables that lead to the sandbox. */
  readonly env: Readonly<Record<string, string>>
  readonly daypass: (argv: readonly string[], options?: RecordingOptions) => Promise<Ended>
  /** The same, with a hand on the process while it runs. */
  readonly start: (argv: readonly string[], options?: RecordingOptions) => Started
  /** What AWS would still accept, but for the administrator's own key: user and session names. */
  readonly alive: () => readonly string[]
  /** Calls of an action so far. */
  readonly calls: (action: string) => number
  /** Writes a role file. */
  readonly role: (name: string, text: string) => void
}

/** A command under way. */
export interface Started {
  readonly ended: Promise<Ended>
  readonly send: (signal: StopSignal) => void
  readonly exits: readonly number[]
}

const READS = `policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:GetObject', Resource: '*' } }`

/**
 * Opens a stage for the tests of a file, each of which begins with a clean sandbox. The AWS SDK reads the environment of the process itself: it is set for all.
 */
export async function openStage(): Promise<Stage> {
  const sandbox = await startSandbox()
  proveStore(sandbox)
  cleanForEachTest(sandbox)
  const scratch = mkdtempSync(join(tmpdir(), 'daypass-cli-'))
  const caches = join(scratch, 'cache')
  beforeEach(() => {
    rmSync(caches, { recursive: true, force: true })
  })
  const env = {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: sandbox.root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sandbox.root.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    DAYPASS_STATE: 's3://daypass-state',
    DAYPASS_ROLES: scratch,
    XDG_CACHE_HOME: caches,
  }
  for (const name of ['AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE']) {
    Reflect.deleteProperty(process.env, name)
  }
  Object.assign(process.env, env)
  after(async () => {
    await sandbox.stop()
    rmSync(scratch, { recursive: true })
  })
  const role = (name: string, text: string): void => {
    writeFileSync(join(scratch, `${name}.yaml`), text)
  }
  role('reader', `credential_type: iam_user\nmax_ttl: 2h\n${READS}\n`)
  role('viewer', `credential_type: federation_token\n${READS}\n`)
  const start = (argv: readonly string[], options: RecordingOptions = {}): Started => {
    const recording = recordingContext({
      clock: sandbox.clock,
      ...options,
      env: { ...env, ...options.env },
    })
    const ended = run(argv, recording.context).then((code) => endedWith(code, recording))
    return { ended, send: recording.send, exits: recording.exits }
  }
  return {
    sandbox,
    roles: scratch,
    env,
    role,
    start,
    daypass: async (argv, options) => await start(argv, options).ended,
    alive: () =>
      liveCredentials(sandbox.world, sandbox.clock.now())
        .filter((one) => !one.denied && one.name !== 'daypass-root')
        .map((one) => one.name),
    calls: (action) => sandbox.requests.filter((one) => one.action === action).length,
  }
}

function endedWith(code: number, recording: Recording): Ended {
  return { code, stdout: recording.stdout(), stderr: recording.stderr() }
}

/** The fields of one JSON object that was printed. */
export function json(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text)
  if (typeof value === 'object' && value !== null) return { ...value }
  throw new Error(`not an object: ${text}`)
}

/** The objects of a list in a JSON object that was printed. */
export function jsonList(
  text: string,
  field: string,
): readonly Readonly<Record<string, unknown>>[] {
  const list = json(text)[field]
  if (!Array.isArray(list)) throw new Error(`no list ${field}: ${text}`)
  return list.map((item: unknown) => ({ ...(item as object) }))
}
