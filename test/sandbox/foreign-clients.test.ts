/** Programs that nobody here wrote: botocore and the Go SDK sign and parse in their own way. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { serverMissing, serverUsed } from '../support/servers-used.ts'
import { BUCKET, addRole, clientsOf, keysOf, policy } from './stage.ts'

const run = promisify(execFile)

async function isOnPath(program: string): Promise<boolean> {
  return await run(program, ['--version']).then(
    () => true,
    () => false,
  )
}

function environment({ url, root }: Sandbox, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: tmpdir(),
    AWS_ACCESS_KEY_ID: root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
    CHECKPOINT_DISABLE: '1',
    TF_CLI_CONFIG_FILE: devNull,
    ...more,
  }
}

async function place(t: TestContext): Promise<{ sandbox: Sandbox; directory: string }> {
  const sandbox = await startSandbox()
  const directory = await mkdtemp(join(tmpdir(), 'daypass-sandbox-'))
  t.after(async () => {
    await sandbox.stop()
    await rm(directory, { recursive: true })
  })
  return { sandbox, directory }
}

const aws = (await isOnPath('aws')) ? {} : { skip: serverMissing('aws', 'aws is not on PATH') }
const terraform = (await isOnPath('terraform'))
  ? {}
  : { skip: serverMissing('terraform', 'terraform is not on PATH') }

test('the AWS CLI manages users and moves objects, large ones in parts', aws, async (t) => {
  serverUsed('aws')
  const { sandbox, directory } = await place(t)
  const env = environment(sandbox)
  const cli = async (...args: string[]): Promise<string> =>
    (await run('aws', args, { env, cwd: directory })).stdout
  assert.match(await cli('sts', 'get-caller-identity'), /user\/daypass-root/)
  await cli('iam', 'create-user', '--user-name', 'ann', '--tags', 'Key=team,Value=a b')
  assert.match(await cli('iam', 'list-user-tags', '--user-name', 'ann'), /"a b"/)
  const large = Buffer.alloc(9_000_000, 'daypass ')
  await writeFile(join(directory, 'large'), large)
  await cli('s3', 'cp', '--quiet', 'large', `s3://${BUCKET}/dir/large ü`)
  assert.match(await cli('s3', 'ls', `s3://${BUCKET}/dir/`), / 9000000 large ü\n/)
  const { s3 } = clientsOf(sandbox.url, sandbox.root)
  const { Body } = await s3.getObject({ Bucket: BUCKET, Key: 'dir/large ü' })
  assert(large.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0)))
  const put = ['s3api', 'put-object', '--bucket', BUCKET, '--key', 'dir/large ü', '--body', 'large']
  await assert.rejects(cli(...put, '--if-none-match', '*'), /PreconditionFailed/)
  await cli('s3', 'rm', '--quiet', '--recursive', `s3://${BUCKET}/`)
  assert.equal(await cli('s3', 'ls', `s3://${BUCKET}/`).catch(() => ''), '')
})

test(
  'Terraform keeps its state and its lock in the bucket, until its session is denied',
  terraform,
  async (t) => {
    serverUsed('terraform')
    const { sandbox, directory } = await place(t)
    const clients = clientsOf(sandbox.url, sandbox.root)
    const { arn, id } = await addRole(clients, 'deploy', policy('Allow', 's3:*'))
    const session = keysOf(await clients.sts.assumeRole({ RoleArn: arn, RoleSessionName: 'apply' }))
    await writeFile(
      join(directory, 'main.tf'),
      `terraform {
      backend "s3" {
        bucket         = "${BUCKET}"
        key            = "tf/state.json"
        region         = "us-east-1"
        use_lockfile   = true
        use_path_style = true
        max_retries    = 0
      }
    }
    resource "terraform_data" "x" { input = "kept in the sandbox" }
    output "x" { value = terraform_data.x.output }`,
    )
    const env = environment(sandbox, {
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
    })
    const cli = async (...args: string[]): Promise<string> =>
      (await run('terraform', [...args, '-no-color'], { env, cwd: directory })).stdout
    await cli('init')
    await cli('apply', '-auto-approve')
    assert.match(await cli('output'), /kept in the sandbox/)
    const asked = sandbox.requests.map(({ action, resource }) => `${action} ${resource}`)
    assert(asked.includes(`PutObject arn:aws:s3:::${BUCKET}/tf/state.json.tflock`))
    await clients.iam.putRolePolicy({
      RoleName: 'deploy',
      PolicyName: 'deny',
      PolicyDocument: policy('Deny', '*', '*', { StringEquals: { 'aws:userid': `${id}:apply` } }),
    })
    await assert.rejects(cli('apply', '-auto-approve'), /AccessDenied|403/)
  },
)
