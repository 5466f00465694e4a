import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasAmbientCredentials, awsVariables } from '../../../action/identity/ambient.ts'
import { chooseIdentity } from '../../../action/identity/choose-identity.ts'
import { Secret } from '../../../core/secret.ts'

const NOTHING = {
  brokerRoleArn: undefined,
  keys: undefined,
  tokenFile: undefined,
  audience: 'aud',
  direct: undefined,
  state: undefined,
}
const BROKER = { brokerRoleArn: 'arn:aws:iam::123456789012:role/broker' }
const KEYS = {
  keys: { accessKeyId: 'AKIA', secretAccessKey: new Secret('s'), sessionToken: undefined },
}
const FILE = { tokenFile: '/token' }
const [AMBIENT, TOKEN] = [{ hasAmbientCredentials: true }, { hasJobToken: true }]

const TABLE = [
  [
    'a broker by the job’s token',
    { ...BROKER },
    { ...TOKEN, ...AMBIENT },
    'broker-by-token job',
    '-',
  ],
  ['a broker by a token file', { ...BROKER, ...FILE }, {}, 'broker-by-token file', '-'],
  ['a broker by keys', { ...BROKER, ...KEYS }, TOKEN, 'broker-by-keys', '-'],
  [
    'a broker, and roles directly',
    { ...BROKER, direct: true },
    TOKEN,
    'broker-by-token job',
    'job',
  ],
  ['keys alone, though a token is there', { ...KEYS }, { ...TOKEN, ...AMBIENT }, 'keys', '-'],
  ['a token file alone', { ...FILE }, {}, 'nobody', 'file'],
  ['a token file beside ambient credentials', { ...FILE }, AMBIENT, 'ambient', 'file'],
  ['the token, before what lies about', {}, { ...TOKEN, ...AMBIENT }, 'nobody', 'job'],
  [
    'what lies about, where a state needs it',
    { state: 's3://b' },
    { ...TOKEN, ...AMBIENT },
    'ambient',
    '-',
  ],
  [
    'what lies about, where that is meant',
    { direct: false },
    { ...TOKEN, ...AMBIENT },
    'ambient',
    '-',
  ],
  ['the token, where nothing lies about', {}, TOKEN, 'nobody', 'job'],
  ['the machine’s own role, where that is meant', { direct: false }, TOKEN, 'ambient', '-'],
  ['the machine’s own role, where there is no token', {}, {}, 'ambient', '-'],
  [
    'roles directToken beside ambient credentials',
    { direct: true },
    { ...TOKEN, ...AMBIENT },
    'ambient',
    'job',
  ],
] as const

for (const [title, given, around, identity, directToken] of TABLE) {
  test(`daypass works by ${title}`, () => {
    const chosen = chooseIdentity(
      { ...NOTHING, ...given },
      { hasAmbientCredentials: false, hasJobToken: false, ...around },
    )
    const { kind } = chosen.identity
    const by = 'token' in chosen.identity ? ` ${chosen.identity.token.kind}` : ''
    assert.equal(`${kind}${by}`, identity)
    assert.equal(chosen.directToken?.kind ?? '-', directToken)
  })
}

for (const given of [BROKER, { direct: true }]) {
  test(`${JSON.stringify(given)} without a token is refused, with the permission to give`, () => {
    const around = { hasAmbientCredentials: true, hasJobToken: false }
    assert.throws(() => chooseIdentity({ ...NOTHING, ...given }, around), {
      code: 'aws-credentials-missing',
      hint: /permissions: id-token: write/,
    })
  })
}

test('ambient credentials are those of the environment or of the default profile', () => {
  assert.equal(hasAmbientCredentials({}, '/nowhere'), false)
  assert.equal(hasAmbientCredentials({ AWS_REGION: 'x', AWS_ACCESS_KEY_ID: '' }, '/nowhere'), false)
  assert.equal(hasAmbientCredentials({ AWS_ACCESS_KEY_ID: 'AKIA' }, '/nowhere'), true)
  assert.equal(hasAmbientCredentials({ AWS_PROFILE: 'x' }, '/nowhere'), true)
})

test('credentials of the environment are kept for post only where daypass works with them', () => {
  const env = { AWS_SECRET_ACCESS_KEY: 's', AWS_ENDPOINT_URL: 'u', AWS_PROFILE: 'p', HOME: 'h' }
  assert.deepEqual(awsVariables(env, false), { AWS_ENDPOINT_URL: 'u' })
  assert.deepEqual(awsVariables(env, true), {
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_ENDPOINT_URL: 'u',
    AWS_PROFILE: 'p',
  })
})
