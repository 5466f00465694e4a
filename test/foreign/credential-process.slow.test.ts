/** The documented lines, run by programs that nobody here wrote. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { daypassProgram } from '../cli/daypass-program.ts'
import { openStage } from '../cli/stage.ts'
import { root } from '../support/source-files.ts'
import { documentedLines } from './documented-lines.ts'
import { needs, needsBoto3 } from './programs.ts'

const stage = await openStage()
const { path } = daypassProgram(stage.roles)
stage.role(
  's3-reader',
  `credential_type: iam_user
policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:*', Resource: '*' } }
`,
)
const BUCKET = 'daypass-state'
const sdk = pathToFileURL(join(root, 'node_modules/@aws-sdk/client-s3/dist-cjs/index.js')).href

/** How each program lists a bucket with the profile. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  'the AWS CLI': ['aws', 's3api', 'list-objects', '--bucket', BUCKET],
  boto3: ['python3', '-c', `import boto3; boto3.client('s3').list_objects(Bucket='${BUCKET}')`],
  'the SDK for JavaScript': [
    process.execPath,
    '--input-type=module',
    '--eval',
    `import sdk from '${sdk}'; await new sdk.S3({ forcePathStyle: true }).listObjects({ Bucket: '${BUCKET}' })`,
  ],
}
const NEEDS: Readonly<Record<string, { skip?: string }>> = {
  'the AWS CLI': await needs('aws'),
  boto3: await needsBoto3(),
}

const lines = documentedLines().filter((line) => line.startsWith('daypass issue '))
for (const [name, [program = '', ...words]] of Object.entries(PROGRAMS)) {
  test(`${name} gets credentials by the documented lines`, { ...NEEDS[name] }, async () => {
    for (const line of lines) assert.equal(await run(line, program, words), '')
  })
}

/** Runs a program in a folder that has nothing to do with daypass; answers what it complained of. */
async function run(line: string, program: string, words: readonly string[]): Promise<string> {
  const config = join(stage.roles, 'aws-config')
  const here = line
    .replace('/home/ann/infra/roles', stage.roles)
    .replace('s3://my-leases/daypass', `s3://${BUCKET}`)
  writeFileSync(
    config,
    `[profile s3-reader]
credential_process = ${here}
[profile ann]
aws_access_key_id = ${stage.sandbox.root.accessKeyId}
aws_secret_access_key = ${stage.sandbox.root.secretAccessKey}
`,
  )
  const elsewhere = join(stage.roles, 'elsewhere')
  mkdirSync(elsewhere, { recursive: true })
  const env = {
    ...stage.env,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    DAYPASS_ROLES: undefined,
    PATH: path,
    HOME: stage.roles,
    AWS_CONFIG_FILE: config,
    AWS_PROFILE: 's3-reader',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  }
  return await new Promise((resolve) => {
    execFile(program, words, { env, cwd: elsewhere }, (error, _, stderr) => {
      resolve(error === null ? '' : `${error.message}\n${stderr}`)
    })
  })
}

test(
  'sixty calls of boto3, each with a session of its own, are one lease, at 15 minutes too',
  { ...NEEDS['boto3'] },
  async () => {
    const script = [
      'import boto3',
      'from concurrent.futures import ThreadPoolExecutor',
      'def call(n):',
      `    boto3.Session().client('s3').list_objects(Bucket='${BUCKET}')`,
      'with ThreadPoolExecutor(4) as pool: list(pool.map(call, range(60)))',
      'client = boto3.client("s3")',
      `for n in range(20): client.list_objects(Bucket='${BUCKET}')`,
    ].join('\n')
    const line = `${lines[0] ?? ''} --ttl 15m`
    assert.equal(await run(line, 'python3', ['-c', script]), '')
    assert.equal(stage.calls('CreateUser'), 1)
  },
)
