/** A folder in which Terraform runs with one provider, and nothing of this machine's own configuration. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { arch, platform, tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Ran {
  readonly code: number
  readonly out: string
}

export interface TerraformFolder {
  readonly root: string
  /** Writes the configuration. */
  readonly configure: (body: string) => void
  readonly run: (...args: readonly string[]) => Promise<Ran>
  /** Runs it and answers what it printed; a failure fails the test. */
  readonly succeed: (...args: readonly string[]) => Promise<string>
  readonly remove: () => void
}

/**
 * Makes the folder and a mirror with the provider.
 *
 * @param bundle - writes the provider's program to a path
 */
export async function terraformFolder(
  name: string,
  { bundle, variables = {} }: { bundle: (outfile: string) => Promise<string>; variables?: Vars },
): Promise<TerraformFolder> {
  const root = mkdtempSync(join(tmpdir(), 'daypass-terraform-'))
  const target = `${platform()}_${arch() === 'x64' ? 'amd64' : arch()}`
  const mirror = join(root, 'terraform.d/plugins', sourceOf(name), '1.0.0', target)
  mkdirSync(mirror, { recursive: true })
  chmodSync(await bundle(join(mirror, `terraform-provider-${name}_v1.0.0`)), 0o755)
  writeFileSync(join(root, 'none.tfrc'), '')
  const env = {
    PATH: process.env['PATH'],
    HOME: root,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_CLI_CONFIG_FILE: join(root, 'none.tfrc'),
    ...variables,
  }
  const run = async (...args: readonly string[]): Promise<Ran> =>
    await new Promise((resolve) => {
      const options = { cwd: root, env, maxBuffer: 1e8 }
      execFile('terraform', [...args, '-no-color'], options, (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out: out + err })
      })
    })
  return {
    root,
    run,
    configure: (body) => {
      const required = `${name} = { source = "${sourceOf(name)}" }`
      const head = `terraform {\n  required_providers { ${required} }\n}\n`
      writeFileSync(join(root, 'main.tf'), head + body)
    },
    succeed: async (...args) => {
      const { code, out } = await run(...args)
      assert.equal(code, 0, out)
      return out
    },
    remove: () => {
      rmSync(root, { recursive: true })
    },
  }
}

type Vars = Readonly<Record<string, string>>

function sourceOf(name: string): string {
  return `${name}.invalid/test/${name}`
}
