import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import type { Credentials } from '../../core/credentials.ts'
import { type ServerName, serverMissing, serverUsed } from '../support/servers-used.ts'

const run = promisify(execFile)

/** Whether boto3 is there for the Python on the PATH; as an option of node:test. */
export async function needsBoto3(): Promise<{ skip?: string }> {
  try {
    await run('python3', ['-c', 'import boto3'])
    serverUsed('boto3')
    return {}
  } catch {
    return { skip: serverMissing('boto3', 'python3 cannot import boto3') }
  }
}

/** Whether a program that nobody here wrote is on the PATH; as an option of node:test. */
export async function needs(
  program: Extract<ServerName, 'act' | 'aws' | 'terraform'>,
): Promise<{ skip?: string }> {
  try {
    await run(program, ['--version'])
    serverUsed(program)
    return {}
  } catch {
    return { skip: serverMissing(program, `${program} is not on PATH`) }
  }
}

/** Runs a program in a folder of its own, with issued credentials and nothing else of this machine's AWS. */
export async function programWith(
  t: TestContext,
  credentials: Credentials,
  endpoint: string,
): Promise<{
  readonly folder: string
  readonly run: (program: string, ...args: string[]) => Promise<string>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'daypass-foreign-'))
  t.after(() => rm(folder, { recursive: true }))
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey.reveal(),
    ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken.reveal() }),
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
    CHECKPOINT_DISABLE: '1',
    TF_CLI_CONFIG_FILE: devNull,
  }
  return {
    folder,
    run: async (program, ...args) => (await run(program, args, { env, cwd: folder })).stdout,
  }
}

/** A Terraform configuration that needs no provider and keeps its state, with a lock, in a bucket. */
export async function writeTerraform(folder: string, bucket: string): Promise<void> {
  const backend = [
    `bucket = "${bucket}"`,
    'key = "terraform.tfstate"',
    'region = "us-east-1"',
    'use_lockfile = true',
    'use_path_style = true',
    'skip_credentials_validation = true',
    'skip_requesting_account_id = true',
    'skip_metadata_api_check = true',
    'skip_region_validation = true',
    'max_retries = 0',
  ]
  await writeFile(
    join(folder, 'main.tf'),
    `terraform {\n  backend "s3" {\n    ${backend.join('\n    ')}\n  }\n}\nresource "terraform_data" "x" {\n  input = timestamp()\n}\n`,
  )
}
