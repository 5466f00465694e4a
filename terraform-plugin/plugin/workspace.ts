import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

/**
 * The workspace that Terraform works in, which it does not pass on to providers: `TF_WORKSPACE`, else what
 * `terraform workspace select` wrote down, else the name of HCP Terraform's workspace, else `default`.
 *
 * @param directory - where the process was started: the folder of the configuration
 *
 * Source: https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
export async function workspaceOf(
  environment: Readonly<Record<string, string | undefined>>,
  directory: string,
): Promise<string> {
  const {
    TF_WORKSPACE: named = '',
    TF_DATA_DIR: data = '',
    TFC_WORKSPACE_NAME: ofCloud = '',
  } = environment
  if (named !== '') return named
  const selected = await selectedIn(resolve(directory, data || '.terraform', 'environment'))
  return selected ?? (ofCloud || 'default')
}

async function selectedIn(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const name = text.trim()
  return /^[^\s\p{Cc}]{1,256}$/u.test(name) ? name : undefined
}
