/** What `exec` gives to its command, as real processes find it. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { needs, needsBoto3 } from '../foreign/programs.ts'
import { root } from '../support/source-files.ts'
import { daypassProgram } from './daypass-program.ts'
import { type Ended, json, openStage } from './stage.ts'

const stage = await openStage()
const { path, file } = daypassProgram(stage.roles)
const BUCKET = 'daypass-state'
const READS_S3 = `policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:*', Resource: '*' } }`
stage.role('lister', `credential_type: federation_token\n${READS_S3}\n`)

async function daypass(
  argv: readonly string[],
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<Ended> {
  const env = { ...stage.env, PATH: path, HOME: stage.roles, ...more }
  return await new Promise((resolve) => {
    const child = execFile(file, argv, { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr })
    })
    child.stdin?.end()
  })
}

const SHOWS = [process.execPath, '-e', 'process.stdout.write(JSON.stringify(process.env))']
const ASKS = `const { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN: token } = process.env
const ask = async (authorization) => await fetch(url, { headers: { authorization } })
const [one, two] = [await (await ask(token)).json(), await (await ask(token)).json()]
const refused = (await ask('other')).status
process.stdout.write(JSON.stringify({ one, two, refused }))`

test('a session is there to be asked for, by who knows the token, and no key is in the variables', async () => {
  const argv = ['exec', 'lister', '--', process.execPath, '--input-type=module', '-e', ASKS]
  const { code, stdout, stderr } = await daypass(argv)
  assert.equal(code, 0, stderr)
  const { one, two, refused } = json(stdout)
  assert.deepEqual(one, two)
  assert.equal(refused, 403)
  const { AccessKeyId, Token, Expiration } = json(JSON.stringify(one))
  assert.match(String(AccessKeyId), /^ASIA/)
  assert.ok(String(Token).length > 100)
  assert.match(String(Expiration), /^\d{4}-.*Z$/)
  assert.match(stderr, /^lease lister\/\w{22} /)
})

test('the command finds the endpoint and no other way: no keys, no role of the machine, no profile that goes before', async () => {
  const config = join(stage.roles, 'aws-config')
  writeFileSync(config, '[default]\nregion = eu-west-1\n')
  const argv = ['exec', 'lister', '--', ...SHOWS]
  const env = json((await daypass(argv, { AWS_CONFIG_FILE: config })).stdout)
  assert.match(String(env['AWS_CONTAINER_CREDENTIALS_FULL_URI']), /^http:\/\/127\.0\.0\.1:\d+\//)
  assert.equal(env['AWS_EC2_METADATA_DISABLED'], 'true')
  assert.equal(env['AWS_CONFIG_FILE'], config)
  assert.deepEqual([env['AWS_REGION'], env['AWS_DEFAULT_REGION']], ['us-east-1', 'us-east-1'])
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])
    assert.ok(!(name in env), name)
  writeFileSync(config, '[default]\ncredential_process = administrator\nregion = eu-west-1\n')
  const ofProfile = { AWS_CONFIG_FILE: config, AWS_REGION: undefined }
  const hidden = json((await daypass(argv, ofProfile)).stdout)
  assert.equal(hidden['AWS_CONFIG_FILE'], devNull)
  assert.deepEqual([hidden['AWS_REGION'], hidden['AWS_DEFAULT_REGION']], ['eu-west-1', 'eu-west-1'])
})

test('the key of a user is in variables, and nothing of an endpoint', async () => {
  const env = json((await daypass(['exec', 'reader', '--', ...SHOWS])).stdout)
  assert.match(String(env['AWS_ACCESS_KEY_ID']), /^AKIA/)
  assert.ok(!('AWS_CONTAINER_CREDENTIALS_FULL_URI' in env))
})

test('without a command it is a shell, whose end revokes', async () => {
  const script = join(stage.roles, 'shell')
  writeFileSync(script, '#!/bin/sh\necho "shell of $DAYPASS_LEASE_ID"\n', { mode: 0o755 })
  const { code, stdout, stderr } = await daypass(['exec', 'reader'], { SHELL: script })
  assert.deepEqual([code, stdout.replace(/\w{22}/, 'ID')], [0, 'shell of reader/ID\n'])
  assert.match(stderr, /^lease reader\/\w{22} revoked\n$/)
})

test('two roles are two profiles, from a file that goes with the command, and all is revoked', async () => {
  const list = (profile: string) =>
    `new sdk.S3({ profile: '${profile}', forcePathStyle: true }).config.credentials()`
  const code = `import sdk from '${sdk}'
const keys = await Promise.all([${list('one')}, ${list('two')}])
process.stdout.write(JSON.stringify({ keys: keys.map(({ accessKeyId }) => accessKeyId), config: process.env.AWS_CONFIG_FILE }))`
  const profiles = ['--profile', 'one=reader', '--profile', 'two=lister']
  const program = [process.execPath, '--input-type=module', '-e', code]
  const ended = await daypass(['exec', ...profiles, '--', ...program])
  assert.equal(ended.code, 0, ended.stderr)
  const { keys, config } = json(ended.stdout)
  assert.match(String(keys), /^AKIA\w+,ASIA\w+$/)
  assert.ok(!existsSync(dirname(String(config))))
  assert.match(ended.stderr, /lease reader\/\w{22} revoked/)
  assert.deepEqual(stage.alive(), [])
})

for (const [words, says] of [
  [['exec', '--', 'ls'], /no role is named before --/],
  [['exec', '--profile', 'one', '--', 'ls'], /"one" is no profile with its role/],
  [['exec', '--profile', 'a=reader', '--env', '--', 'ls'], /do not go with --profile/],
  [['exec', '--profile', 'a=reader', 'ls', 'x'], /has to stand after --/],
] as const) {
  test(`daypass ${words.join(' ')} is refused with the reason`, async () => {
    const { code, stderr } = await stage.daypass(words)
    assert.equal(code, 2)
    assert.match(stderr, says)
  })
}

const sdk = pathToFileURL(join(root, 'node_modules/@aws-sdk/client-s3/dist-cjs/index.js')).href
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
for (const [name, program] of Object.entries(PROGRAMS)) {
  for (const role of ['lister', 'reader']) {
    test(`${name} works under exec with ${role}`, { ...NEEDS[name] }, async () => {
      stage.role('reader', `credential_type: iam_user\nmax_ttl: 2h\n${READS_S3}\n`)
      const { code, stderr } = await daypass(['exec', role, '--', ...program], {
        AWS_MAX_ATTEMPTS: '1',
        AWS_PAGER: '',
      })
      assert.equal(code, 0, stderr)
    })
  }
}

test('daypass in the shell of a lease says whose credentials it has, and gives no advice to let that role do more', async () => {
  const nested = ['daypass', 'exec', 'lister', '--', 'true']
  const { code, stderr } = await daypass(['exec', 'lister', '--', ...nested])
  assert.equal(code, 4, stderr)
  assert.match(
    stderr,
    /hint: the credentials here are those of lease lister\/\w{22} .*--aws-profile/,
  )
  assert.doesNotMatch(stderr, /allow (?:iam|sts|s3):/)
})

test('with a profile of its own daypass works under its own exec', async () => {
  const config = join(stage.roles, 'aws-config')
  const { accessKeyId, secretAccessKey } = stage.sandbox.root
  writeFileSync(
    config,
    `[profile own]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  )
  const nested = ['daypass', 'exec', 'reader', '--', 'true']
  const files = { AWS_CONFIG_FILE: config, AWS_ACCESS_KEY_ID: undefined }
  const argv = ['exec', 'lister', '--aws-profile', 'own', '--', ...nested]
  const { code, stderr } = await daypass(argv, files)
  assert.equal(code, 0, stderr)
  assert.match(stderr, /lease reader\/\w{22} revoked\n/)
})
