/** Which token signs daypass in: as the SDK's chain has it, which is asked beside. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { STS } from '@aws-sdk/client-sts'
import { QuietLogger } from '../../core/language/quiet-logger.ts'
import { signingToken } from '../../assembly/identity-token/signing-token.ts'

const folder = mkdtempSync(join(tmpdir(), 'daypass-signing-'))
const sent: string[] = []
const server = createServer((request, reply) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    const asked = new URLSearchParams(body)
    const [action, token] = [asked.get('Action') ?? '', asked.get('WebIdentityToken')]
    if (token !== null) sent.push(token)
    const keys = `<AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>`
    const until = '<Expiration>2099-01-01T00:00:00Z</Expiration>'
    const result = `<${action}Result><Credentials>${keys}${until}</Credentials></${action}Result>`
    reply.setHeader('content-type', 'text/xml')
    reply.end(`<${action}Response>${result}</${action}Response>`)
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
after(() => {
  server.close()
  rmSync(folder, { recursive: true })
})
const tokenFile = (name: string) => {
  const file = join(folder, name)
  writeFileSync(file, name)
  return file
}
const [ONE, TWO, ENV] = ['one', 'two', 'env'].map(tokenFile)
const ROLE = 'role_arn = arn:aws:iam::123456789012:role/r'
const KEYS = 'aws_access_key_id = AKIA\naws_secret_access_key = s'
const OF_ENV = {
  AWS_WEB_IDENTITY_TOKEN_FILE: ENV,
  AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/r',
}
const KEY = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's' }
const WITH_ONE = `${ROLE}\nweb_identity_token_file = ${ONE}`

interface Case {
  readonly config?: string
  readonly credentials?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly profile?: string
  readonly signs: string | undefined
}

const CASES: Readonly<Record<string, Case>> = {
  'the token of the environment': { env: OF_ENV, signs: ENV },
  'a key, though the environment has a token': { env: { ...OF_ENV, ...KEY }, signs: undefined },
  'no token without a role': { env: { ...OF_ENV, AWS_ROLE_ARN: '' }, signs: undefined },
  'the token of the default profile': { config: `[default]\n${WITH_ONE}`, signs: ONE },
  'the token of the default profile before that of the environment': {
    config: `[profile default]\n${WITH_ONE}`,
    env: OF_ENV,
    signs: ONE,
  },
  'a key, though the default profile has a token': {
    config: `[default]\n${WITH_ONE}`,
    env: KEY,
    signs: undefined,
  },
  'the token of a named profile, though there is a key': {
    config: `[profile ci]\n${WITH_ONE}`,
    env: { ...KEY, AWS_PROFILE: 'ci' },
    signs: ONE,
  },
  'the token of a profile chosen besides the environment': {
    config: `[profile ci]\n${WITH_ONE}\n[default]\n${KEYS}`,
    env: { ...KEY, AWS_PROFILE: 'default' },
    profile: 'ci',
    signs: ONE,
  },
  'the token of the profile’s source': {
    config: `[profile ci]\n${ROLE}\nsource_profile = base\nweb_identity_token_file = ${TWO}\n[profile "base"]\n${WITH_ONE} ; said`,
    env: { AWS_PROFILE: 'ci' },
    signs: ONE,
  },
  'the key of the profile’s source': {
    config: `[profile ci]\n${ROLE}\nsource_profile = base\n[profile base]\n${WITH_ONE}\n${KEYS}`,
    env: { AWS_PROFILE: 'ci' },
    signs: undefined,
  },
  'the key of a profile that has a token too': {
    config: `[default]\n${WITH_ONE}\n${KEYS}`,
    env: OF_ENV,
    signs: undefined,
  },
  'the token that the credentials file names': {
    config: `[default]\n${ROLE}\nweb_identity_token_file = ${TWO}`,
    credentials: `[default]\nweb_identity_token_file=${ONE}`,
    signs: ONE,
  },
  'the token of the environment where no profile has one': {
    config: `[other]\n${WITH_ONE}\n[default]\nregion = eu-west-1\ns3 =\n  role_arn = x\n  web_identity_token_file = ${TWO}`,
    env: OF_ENV,
    signs: ENV,
  },
  'the token of the environment where the named profile is missing': {
    env: { ...OF_ENV, ...KEY, AWS_PROFILE: 'missing' },
    signs: ENV,
  },
  'the token of the environment where sources go round': {
    config: `[profile a]\n${ROLE}\nsource_profile = b\n[profile b]\n${ROLE}\nsource_profile = a`,
    env: { ...OF_ENV, AWS_PROFILE: 'a' },
    signs: ENV,
  },
  'what the program of a profile gives': {
    config: `[default]\ncredential_process = printf '{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"s"}'`,
    env: OF_ENV,
    signs: undefined,
  },
}

let count = 0
for (const [what, { config = '', credentials = '', env = {}, profile, signs }] of Object.entries(
  CASES,
))
  test(`the SDK signs in with ${what}, and daypass knows`, async () => {
    const [configFile, credentialsFile] = [`config-${++count}`, `credentials-${count}`].map(
      (name) => join(folder, name),
    )
    writeFileSync(configFile ?? '', config)
    writeFileSync(credentialsFile ?? '', credentials)
    const around = {
      AWS_CONFIG_FILE: configFile,
      AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    }
    for (const name of Object.keys(process.env))
      if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name)
    Object.assign(process.env, around)
    const found = signingToken(around, profile)
    sent.length = 0
    const sts = new STS({ ...(profile !== undefined && { profile }), logger: new QuietLogger() })
    await sts.getCallerIdentity().catch(() => undefined)
    assert.deepEqual(sent, signs === undefined ? [] : [signs.slice(folder.length + 1)])
    assert.equal(found?.kind === 'file' ? found.file : undefined, signs)
  })
