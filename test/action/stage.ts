import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { liveCredentials, type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { root } from '../support/source-files.ts'
import { furnish } from './furnish.ts'
import { type IdTokenServer, startIdTokenServer } from './runner/id-token-server.ts'
import { type Job, startJob, type UsesStep } from './runner/job.ts'
import type { JobOptions } from './runner/job-variables.ts'
import { createMachine, type Machine } from './runner/machine.ts'
import { proveStore } from '../support/proven-store.ts'
import { type KnownSecrets, knownSecrets } from './secrets.ts'

const SUBJECT = 'repo:octo-org/octo-repo:ref:refs/heads/main'
const ACCOUNT = '123456789012'
/** What no lease is behind. */
const NOT_LEASED = /^daypass-(root|sweeper|broker.*)$/

/** An account as the documentation sets it up, GitHub's token service, and a machine with a runner. */
export interface Stage {
  readonly sandbox: Sandbox
  readonly tokens: IdTokenServer
  readonly machine: Machine
  readonly secrets: KnownSecrets
  /** A job with the right to ask for ID tokens. */
  job(options?: Omit<JobOptions, 'idToken'>): Job
  /** A job without it. */
  jobWithoutToken(options?: Omit<JobOptions, 'idToken'>): Job
  /** The state URL. */
  readonly state: string
  /** Inputs that lead to the sandbox and nothing else. */
  readonly reach: Readonly<Record<string, string>>
  /** A step with the action, the broker and the state in the bucket; `with` over them, empty texts too. */
  step(inputs?: Readonly<Record<string, string>>, rest?: Partial<UsesStep>): UsesStep
  /** A step with the sweep. */
  sweep(inputs?: Readonly<Record<string, string>>, rest?: Partial<UsesStep>): UsesStep
  /** What AWS would still accept of all that leases are behind: the name of the role or user, sorted. */
  alive(): readonly string[]
  /** Names of the requests since a time, as `sts:AssumeRole`. */
  requestsSince(count: number): readonly string[]
  /** Moves the time of the sandbox and of the machine. */
  advance(seconds: number): void
  /** Where secrets are in what a job left, sorted. */
  secretsOf(job: Job): readonly string[]
  /** Searches all that a job left for secrets; the places where they belong are given, sorted. */
  assertSecretsOnlyIn(job: Job, places: readonly string[]): void
  /** Writes a file into the repository that is checked out. */
  write(path: string, text: string): void
}

/** A stage and its end. */
export interface ClosableStage extends Stage {
  /** Every job since this was last asked. */
  takeJobs(): readonly Job[]
  readonly close: () => Promise<void>
}

/** Makes a stage whose machine runs actions with this Node. */
export async function createStage(node: string): Promise<ClosableStage> {
  const sandbox = await startSandbox()
  proveStore(sandbox, 'jobs')
  let shifted = 0
  const secrets = knownSecrets(sandbox)
  await furnish(sandbox)
  const tokens = await startIdTokenServer(`${sandbox.url}/_sandbox/oidc`, { sub: SUBJECT })
  secrets.add('bearer', tokens.bearer)
  const machine = createMachine(node, () => (shifted === 0 ? [] : [shiftClock(shifted)]))
  const reach = {
    'aws-region': 'us-east-1',
    'sts-endpoint': sandbox.url,
    'iam-endpoint': sandbox.url,
  }
  const state = `s3://daypass-state/jobs?region=us-east-1&endpoint=${encodeURIComponent(sandbox.url)}`
  const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`
  const write = (path: string, text: string): void => {
    mkdirSync(join(machine.workspace, path, '..'), { recursive: true })
    writeFileSync(join(machine.workspace, path), text)
  }
  writeRoles(write)
  const secretsOf = (job: Job): readonly string[] => {
    for (const token of tokens.tokens) secrets.add('id-token', token)
    return secrets.findIn(job.collected())
  }
  const jobs: Job[] = []
  const begin = (options: JobOptions): Job => {
    const job = startJob(machine, options)
    jobs.push(job)
    return job
  }
  return {
    sandbox,
    tokens,
    machine,
    secrets,
    state,
    reach,
    write,
    job: (options = {}) => begin({ idToken: tokens, ...options }),
    jobWithoutToken: (options = {}) => begin(options),
    takeJobs: () => jobs.splice(0),
    step: (inputs = {}, rest = {}) => ({
      uses: root,
      with: {
        role: 'deploy-role',
        state,
        'broker-role-arn': roleArn('daypass-broker'),
        ...reach,
        ...inputs,
      },
      ...rest,
    }),
    sweep: (inputs = {}, rest = {}) => ({
      uses: join(root, 'action/sweep'),
      with: { state, 'broker-role-arn': roleArn('daypass-sweeper'), ...reach, ...inputs },
      ...rest,
    }),
    alive: () => aliveIn(sandbox),
    requestsSince: (count) =>
      sandbox.requests.slice(count).map(({ service, action }) => `${service}:${action}`),
    advance: (seconds) => {
      sandbox.clock.advance(seconds)
      shifted += seconds
    },
    secretsOf,
    assertSecretsOnlyIn: (job, places) => {
      assert.deepEqual(secretsOf(job), places)
    },
    close: async () => {
      await tokens.stop()
      await sandbox.stop()
      machine.remove()
    },
  }
}

function writeRoles(write: Stage['write']): void {
  const role = (name: string, text: string): void => {
    write(`roles/${name}.yaml`, text)
  }
  for (const name of ['deploy-role', 'log-reader', 'direct']) {
    const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`
    role(name, `credential_type: assumed_role\nrole_arns: [${arn}]\ndefault_sts_ttl: 30m\n`)
  }
  const reads = `{ Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:GetObject', Resource: '*' } }`
  role('s3-reader', `credential_type: iam_user\npolicy_document: ${reads}\n`)
}

function aliveIn({ world, clock }: Sandbox): readonly string[] {
  return liveCredentials(world, clock.now())
    .filter(({ denied }) => !denied)
    .map(({ kind, name, principalArn }) =>
      kind === 'role-session' ? (principalArn.split('/')[1] ?? '') : name,
    )
    .filter((name) => !NOT_LEASED.test(name))
    .sort()
}

/** A process whose clock is ahead. */
function shiftClock(seconds: number): string {
  const code = `const Real = Date
    globalThis.Date = class extends Real {
      constructor(...given) { given.length === 0 ? super(Real.now() + ${seconds * 1000}) : super(...given) }
      static now() { return Real.now() + ${seconds * 1000} }
    }`
  return `--import=data:text/javascript,${encodeURIComponent(code)}`
}
