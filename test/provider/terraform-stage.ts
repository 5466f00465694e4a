import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, after, test } from 'node:test'
import { liveCredentials, type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { buildProvider } from '../../scripts/build-provider.ts'
import {
  type Host,
  fetchedTerraform,
  hosts,
  terraform,
  terraformPlatform,
} from '../../scripts/terraform/place.ts'
import { PROVIDER_ADDRESSES } from '../../cli/terraform/mirror.ts'
import { proveStore } from '../support/proven-store.ts'
import { cleanForEachTest } from '../support/clean-sandbox.ts'
import { serverMissing, serverUsed } from '../support/servers-used.ts'

/** How a command of Terraform ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Both, without the frames that Terraform draws and without its line breaks. */
  readonly text: string
}

/** A command under way. */
export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** To Terraform and to the provider, as a terminal does for Ctrl-C. */
  readonly interrupt: () => void
}

/** A folder with a configuration that is initialised, offline. */
export interface Project {
  readonly folder: string
  /** A file of the folder. */
  readonly path: (name: string) => string
  readonly read: (name: string) => string
  readonly write: (name: string, text: string) => void
  readonly tf: (...args: string[]) => Promise<Ended>
  readonly start: (args: readonly string[], env?: Readonly<Record<string, string>>) => Started
}

/** A sandbox, the provider as it ships, and Terraform between them. */
export interface TerraformStage {
  readonly sandbox: Sandbox
  readonly project: (t: TestContext, main: string, options?: ProjectOptions) => Promise<Project>
  /** Names of what AWS would still accept, but for the administrator's own key. */
  readonly alive: () => readonly string[]
  /** How often an action was asked for so far. */
  readonly calls: (action: string) => number
}

/** What differs from one project to another. */
export interface ProjectOptions {
  /** The body of the provider block; state and roles of the stage when absent. */
  readonly provider?: string
  readonly env?: Readonly<Record<string, string>>
}

const READS = `policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:GetObject', Resource: '*' } }`
const PROVIDER = 'state = "s3://daypass-state"\n  roles = "${path.module}/roles"'
const HEAD = `terraform {
  required_providers {
    daypass = { source = "daypass/daypass" }
  }
}
`

const running = new WeakMap<TestContext, Host>()

/** Every host that there is; notes which take part and which do not. */
export function hostsHere(): readonly Host[] {
  const found = hosts()
  for (const kind of ['terraform', 'tofu'] as const) {
    if (found.some((host) => host.kind === kind)) serverUsed(kind)
    else serverMissing(kind, `${kind} is not on PATH, nor does DAYPASS_HOSTS name one`)
  }
  return found
}

/** A test that runs once with every host that there is; {@link TerraformStage.project} knows by `t` with which. */
export function hostTest(title: string, body: (t: TestContext) => Promise<void>): void {
  const found = hostsHere()
  const skip = 'there is neither Terraform nor OpenTofu'
  if (found.length === 0) test(title, { skip })
  for (const host of found)
    test(found[0] === host ? title : `${title} (${host.program})`, async (t) => {
      running.set(t, host)
      await body(t)
    })
}

/** The host that a test runs with. */
export function hostOf(t: TestContext): Host {
  const host = running.get(t) ?? hosts()[0]
  if (host === undefined) throw new Error('there is neither Terraform nor OpenTofu')
  return host
}

/** Whether there is a Terraform to test with, as an option of node:test. */
export function needsTerraform(): { readonly skip?: string } {
  if (terraform() !== undefined) {
    serverUsed('terraform')
    return {}
  }
  const reason = `terraform is neither on PATH nor at ${fetchedTerraform()} (npx tsx scripts/terraform.ts fetch)`
  return { skip: serverMissing('terraform', reason) }
}

/** Opens a stage for the tests of a file; they share the sandbox, which is clean when each begins. */
export async function openTerraformStage(): Promise<TerraformStage> {
  const scratch = mkdtempSync(join(tmpdir(), 'daypass-terraform-'))
  const built = join(scratch, 'provider')
  const [sandbox] = await Promise.all([startSandbox(), buildProvider(built)])
  proveStore(sandbox)
  cleanForEachTest(sandbox)
  after(async () => {
    await sandbox.stop()
    rmSync(scratch, { recursive: true })
  })
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: scratch,
    TF_CLI_CONFIG_FILE: devNull,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: sandbox.root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: sandbox.root.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  }
  return {
    sandbox,
    project: async (t, main, options = {}) => {
      const { program } = hostOf(t)
      const folder = mkdtempSync(join(scratch, 'project-'))
      const project = openProject({ program, folder, env: { ...env, ...options.env } })
      t.after(() => {
        rmSync(project.folder, { recursive: true, force: true })
      })
      for (const address of PROVIDER_ADDRESSES) {
        const mirror = project.path(`terraform.d/plugins/${address}/0.1.0`)
        mkdirSync(mirror, { recursive: true })
        symlinkSync(built, join(mirror, terraformPlatform()))
      }
      project.write('roles/viewer.yaml', `credential_type: federation_token\n${READS}\n`)
      project.write('roles/reader.yaml', `credential_type: iam_user\nmax_ttl: 2h\n${READS}\n`)
      const provider = `provider "daypass" {\n  ${options.provider ?? PROVIDER}\n}\n`
      project.write('main.tf', `${HEAD}${provider}${main}`)
      const { code, text } = await project.tf('init')
      if (code !== 0) throw new Error(`${program} init: ${text}`)
      return project
    },
    alive: () =>
      liveCredentials(sandbox.world, sandbox.clock.now())
        .filter((one) => !one.denied && one.name !== 'daypass-root')
        .map((one) => one.name),
    calls: (action) => sandbox.requests.filter((one) => one.action === action).length,
  }
}

interface Opening {
  readonly program: string
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

function openProject({ program, folder, env }: Opening): Project {
  const path = (name: string): string => join(folder, name)
  const start: Project['start'] = (args, more = {}) => {
    const child = spawn(program, [...args, '-no-color'], {
      cwd: folder,
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    return {
      child,
      ended: endOf(child),
      interrupt: () => {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
      },
    }
  }
  return {
    folder,
    path,
    start,
    read: (name) => readFileSync(path(name), 'utf8'),
    write: (name, text) => {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), text)
    },
    tf: async (...args) => await start(args).ended,
  }
}

function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const text = `${stdout}${stderr}`.replace(/[│╷╵]/g, ' ').replace(/\s+/g, ' ')
      resolve({ code, stdout, stderr, text })
    })
  })
}

/** Looks until something is so; fails after a while with what it saw last. */
export async function eventually<T>(look: () => T, isRight: (seen: T) => boolean): Promise<T> {
  const deadline = AbortSignal.timeout(20_000)
  for (;;) {
    const seen = look()
    if (isRight(seen)) return seen
    if (deadline.aborted) throw new Error(`still ${JSON.stringify(seen)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
