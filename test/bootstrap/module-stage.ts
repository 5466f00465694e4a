import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { terraform, terraformPlatform } from '../../scripts/terraform/place.ts'
import { type Stage, openStage } from '../cli/stage.ts'
import { bundleProvider } from '../support/other-provider.ts'
import { root } from '../support/source-files.ts'

const MODULE = join(root, 'bootstrap/terraform')
const STAND_IN = fileURLToPath(new URL('aws-stand-in/main.ts', import.meta.url))

/** How a command of Terraform ended. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  /** Errors, without frames and line breaks. */
  readonly problems: string
}

/** Instances of the module, by name: arguments as HCL. */
export type Instances = Readonly<Record<string, Readonly<Record<string, string>>>>

/** A sandbox, `daypass`, and the module with the stand-in of AWS's provider. */
export interface ModuleStage extends Stage {
  /** A folder that is initialised, offline, with these instances of the module. */
  readonly open: (instances: Instances) => Promise<(...args: string[]) => Promise<Ended>>
  /** What `terraform test` says of the module itself. */
  readonly testModule: () => Promise<Ended>
  /** Writes a file that any of the folders may read; answers its path. */
  readonly file: (name: string, content: string) => string
}

/** Opens a stage for the tests of a file. */
export async function openModuleStage(): Promise<ModuleStage> {
  const scratch = mkdtempSync(join(tmpdir(), 'daypass-module-'))
  after(() => {
    rmSync(scratch, { recursive: true })
  })
  const [stage, provider] = await Promise.all([
    openStage(),
    bundleProvider('aws', STAND_IN, scratch),
  ])
  const env = {
    ...stage.env,
    PATH: process.env['PATH'] ?? '',
    HOME: scratch,
    TF_CLI_CONFIG_FILE: devNull,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  }
  const openFolder = async (fill: (folder: string) => void) => {
    const folder = mkdtempSync(join(scratch, 'project-'))
    const mirror = 'terraform.d/plugins/registry.terraform.io/hashicorp/aws/9.9.9'
    mkdirSync(join(folder, mirror), { recursive: true })
    symlinkSync(provider, join(folder, mirror, terraformPlatform()))
    fill(folder)
    const run = (...args: string[]): Promise<Ended> => runIn(folder, env, args)
    const { code, problems } = await run('init')
    if (code !== 0) throw new Error(`terraform init: ${problems}`)
    return run
  }
  return {
    ...stage,
    file: (name, content) => {
      writeFileSync(join(scratch, name), content)
      return join(scratch, name)
    },
    open: (instances) =>
      openFolder((folder) => {
        cpSync(MODULE, join(folder, 'module'), { recursive: true })
        writeFileSync(join(folder, 'main.tf'), mainOf(instances))
      }),
    testModule: async () => {
      const run = await openFolder((folder) => {
        cpSync(MODULE, folder, { recursive: true })
      })
      return await run('test')
    },
  }
}

function mainOf(instances: Instances): string {
  const modules = Object.entries(instances).map(([name, given]) => {
    const lines = Object.entries(given).map(([key, value]) => `  ${key} = ${value}\n`)
    // The ARNs are known only once they are made, and an output is known as a whole or not at all.
    const outputs = ['revocation', 'broker_role_arn', 'boundary_arn', 'revoker_role_arn'].map(
      (one) => `output "${name}_${one}" {\n  value = module.${name}.${one}\n}\n`,
    )
    return `module "${name}" {\n  source = "./module"\n${lines.join('')}}\n${outputs.join('')}`
  })
  return `provider "aws" {\n  region = "us-east-1"\n}\n${modules.join('')}`
}

function runIn(
  cwd: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<Ended> {
  const options = { cwd, env, maxBuffer: 2 ** 26 }
  return new Promise((resolve) => {
    execFile(terraform() ?? 'terraform', [...args, '-no-color'], options, (failed, out, err) => {
      const code = failed === null ? 0 : Number(failed.code ?? 1)
      const problems = err.replace(/[│╷╵]/g, ' ').replace(/\s+/g, ' ')
      resolve({ code, stdout: out, problems })
    })
  })
}
