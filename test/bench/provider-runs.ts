import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { basename, join } from 'node:path'
import type { Role } from '../../core/role/role.ts'
import { makeCertificate } from '../../terraform-plugin/plugin/certificate.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import { PROVIDER_PROGRAM } from '../../scripts/build-provider.ts'
import { terraformPlatform } from '../../scripts/terraform/place.ts'

/** A Node to measure with. */
export interface NodeProgram {
  readonly program: string
  readonly version: string
  readonly major: number
  /** A PATH on which `node` is this one. */
  readonly path: string
}

/** What is measured, each in milliseconds. */
export interface Bench {
  /** The folder of the provider. */
  readonly provider: string
  readonly nodeAt: (program: string) => Promise<NodeProgram>
  /** `node -e 0` from start to end. */
  readonly bareNode: (node: NodeProgram) => Promise<number>
  /** From the start of the provider, as Terraform starts it, to its first line. */
  readonly handshake: (node: NodeProgram) => Promise<number>
  readonly planWithout: () => Promise<number>
  readonly planWith: (node: NodeProgram) => Promise<number>
}

interface Place {
  readonly scratch: string
  readonly sandbox: Sandbox
  readonly provider: string
  readonly terraform: string
}

const CONFIGURATION = `terraform {
  required_providers {
    daypass = { source = "daypass/daypass" }
  }
}
variable "role" {}
provider "daypass" {
  state = "s3://daypass-state"
  roles = "roles"
}
data "daypass_credentials" "it" {
  role = var.role
}
ephemeral "daypass_credentials" "it" {
  role = var.role
}
output "arn" { value = data.daypass_credentials.it.arn }
`

/** The cookie by which a provider knows that Terraform starts it (see `terraform-plugin/plugin/handshake.ts`). */
const MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2'

/** Prepares two configurations, one with the provider and one without any. */
export async function prepareBench(place: Place): Promise<Bench> {
  const { scratch, sandbox, provider, terraform } = place
  const { TF_CLI_CONFIG_FILE, ...aws } = environment(sandbox)
  const env = { TF_CLI_CONFIG_FILE, ...aws, HOME: scratch }
  const without = join(scratch, 'without')
  mkdirSync(without)
  writeFileSync(join(without, 'main.tf'), 'output "x" { value = 1 }\n')
  const withIt = projectWith(scratch, provider)
  await timed(terraform, ['init'], {
    cwd: withIt,
    env: { ...env, PATH: process.env['PATH'] ?? '' },
  })
  await timed(terraform, ['init'], { cwd: without, env })
  const clientCert = makeCertificate(new Date()).cert
  let plans = 0
  return {
    provider,
    nodeAt: async (program) => await nodeAt(scratch, program),
    bareNode: async ({ program }) => await timed(program, ['-e', '0'], { env: {} }),
    handshake: async ({ path }) => {
      const plugin = {
        PATH: path,
        TF_PLUGIN_MAGIC_COOKIE: MAGIC_COOKIE,
        PLUGIN_PROTOCOL_VERSIONS: '6,5',
        PLUGIN_CLIENT_CERT: clientCert,
      }
      return await firstLine(join(provider, PROVIDER_PROGRAM), plugin)
    },
    planWithout: async () => await timed(terraform, ['plan'], { cwd: without, env }),
    planWith: async ({ path }) => {
      // One role a plan: on one, the denies of all earlier plans would pile up.
      const role = addRole(sandbox, withIt, plans++)
      const own = { ...env, PATH: path, TF_VAR_role: role }
      return await timed(terraform, ['plan'], { cwd: withIt, env: own })
    },
  }
}

function environment({ url, root }: Sandbox) {
  return {
    TF_CLI_CONFIG_FILE: devNull,
    CHECKPOINT_DISABLE: '1',
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  }
}

function projectWith(scratch: string, provider: string): string {
  const folder = join(scratch, 'with')
  const mirror = join(folder, 'terraform.d/plugins/registry.terraform.io/daypass/daypass/0.1.0')
  mkdirSync(mirror, { recursive: true })
  mkdirSync(join(folder, 'roles'))
  symlinkSync(provider, join(mirror, terraformPlatform()))
  writeFileSync(join(folder, 'main.tf'), CONFIGURATION)
  return folder
}

function addRole(sandbox: Sandbox, folder: string, number: number): string {
  const name = `deploy-${number}`
  const role: Role = {
    name,
    credential_type: 'assumed_role',
    role_arns: [`arn:aws:iam::${sandbox.accountId}:role/${name}`],
    policy_arns: [],
    iam_groups: [],
    session_tags: {},
    default_sts_ttl: 3600,
    max_sts_ttl: 3600,
  }
  seedRoles(sandbox, [role])
  const lines = ['credential_type: assumed_role', `role_arns: [${role.role_arns.join()}]`]
  writeFileSync(join(folder, 'roles', `${name}.yaml`), `${lines.join('\n')}\n`)
  return name
}

async function nodeAt(scratch: string, program: string): Promise<NodeProgram> {
  const version = await output(program, ['-p', 'process.versions.node'])
  const folder = join(scratch, `node-${version}`)
  mkdirSync(folder)
  symlinkSync(program, join(folder, 'node'))
  const path = `${folder}:/usr/bin:/bin`
  return { program, version, major: Number(version.split('.')[0]), path }
}

interface Spawned {
  readonly cwd?: string
  readonly env: Readonly<Record<string, string>>
}

async function timed(program: string, args: readonly string[], options: Spawned): Promise<number> {
  const begin = performance.now()
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const [code] = (await once(child, 'exit')) as [number | null]
  const milliseconds = performance.now() - begin
  if (code === 0) return milliseconds
  throw new Error(`${basename(program)} ${args.join(' ')} ended with ${code}: ${complaint}`)
}

async function firstLine(program: string, env: Spawned['env']): Promise<number> {
  const begin = performance.now()
  const child: ChildProcess = spawn(program, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(child, 'exit')
  const [line] = child.stdout === null ? [] : ((await once(child.stdout, 'data')) as [Buffer])
  const milliseconds = performance.now() - begin
  child.kill('SIGTERM')
  await ended
  if (line?.toString().startsWith('1|6|') === true) return milliseconds
  throw new Error(`no handshake: ${line?.toString() ?? ''}`)
}

async function output(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(child, 'close')
  return text.trim()
}
