import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Surroundings, variable } from './surroundings.ts'

/**
 * The workspace that Terraform works in, which it does not tell its providers: `TF_WORKSPACE`, else what
 * `terraform workspace select` wrote down, else the name of HCP Terraform's workspace, else `default`.
 * Source: https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
export async function workspaceOf({ env, directory }: Surroundings): Promise<string> {
  const named = variable(env, 'TF_WORKSPACE')
  if (named !== undefined) return named
  const data = resolve(directory, variable(env, 'TF_DATA_DIR') ?? '.terraform')
  return (
    (await selectedIn(join(data, 'environment'))) ??
    variable(env, 'TFC_WORKSPACE_NAME') ??
    'default'
  )
}

async function selectedIn(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const name = text.trim()
  return /^[^\s\p{Cc}]{1,256}$/u.test(name) ? name : undefined
}
