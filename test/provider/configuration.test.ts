import assert from 'node:assert/strict'
import { test } from 'node:test'
import { providerSchema, type WrittenConfiguration } from '../../provider/configuration/schema.ts'
import { knownConfiguration } from '../../terraform-plugin/protocol/known-configuration.ts'
import { readConfiguration } from '../../provider/configuration/settings.ts'
import { validateConfiguration } from '../../provider/configuration/validate.ts'
import { DiagnosticError, collectDiagnostics } from '../../terraform-plugin/protocol/diagnostic.ts'
import { unknown } from '../../terraform-plugin/protocol/value.ts'

const NOTHING = Object.fromEntries(
  [...Object.keys(providerSchema.attributes), ...Object.keys(providerSchema.blocks)].map((name) => [
    name,
    null,
  ]),
) as unknown as WrittenConfiguration
const ROLE = { role_arn: 'arn:aws:iam::123456789012:role/x', session_name: null, duration: null }
const TAKEN = { ...ROLE, external_id: null, mfa_serial_number: null, mfa_code: null }
const WEB = { ...ROLE, web_identity_token: null, web_identity_token_file: null }

type Fields = Partial<WrittenConfiguration>

const WRONG: readonly (readonly [string, Fields, RegExp, readonly unknown[]])[] = [
  ['a state that is no URL', { state: 'my-bucket' }, /state URL looks like s3:/, ['state']],
  ['a password in a state URL', { state: 's3://a:hunter2@b' }, /leave them out/i, ['state']],
  ['half a key', { access_key: 'AKIA' }, /secret_key too/, ['access_key']],
  ['the other half of a key', { secret_key: 'x' }, /access_key too/, ['secret_key']],
  ['a token without a key', { token: 'x' }, /access_key and secret_key/, ['token']],
  [
    'a key and a profile',
    { access_key: 'A', secret_key: 'B', profile: 'p' },
    /either profile/,
    ['profile'],
  ],
  ['a default that is no duration', { default_ttl: '1y' }, /30m/, ['default_ttl']],
  [
    'a misspelt holder',
    { holder: { repositry: 'x' } },
    /repository\?/,
    ['holder', { key: 'repositry' }],
  ],
  [
    'a holder with a control character',
    { holder: { user: 'a\u0007' } },
    /printable/,
    ['holder', { key: 'user' }],
  ],
  ['an unknown way to revoke', { revocation: 'later' }, /immediate, tombstone/, ['revocation']],
  [
    'a revoker that is no role',
    { revoker_role_arns: ['x'] },
    /looks like arn:/,
    ['revoker_role_arns', 0],
  ],
  [
    'two revokers of one account',
    { revoker_role_arns: [ROLE.role_arn, `${ROLE.role_arn}y`] },
    /one for each/,
    ['revoker_role_arns', 1],
  ],
  [
    'a role that is none',
    { assume_role: { ...TAKEN, role_arn: 'x' } },
    /role\/name/,
    ['assume_role', 'role_arn'],
  ],
  [
    'a session of five minutes',
    { assume_role: { ...TAKEN, duration: '5m' } },
    /15m to 12h/,
    ['assume_role', 'duration'],
  ],
  [
    'a session name with spaces',
    { assume_role: { ...TAKEN, session_name: 'a b' } },
    /letters, digits/,
    ['assume_role', 'session_name'],
  ],
  [
    'an MFA device without a code',
    { assume_role: { ...TAKEN, mfa_serial_number: 'GAHT12345678' } },
    /both/,
    ['assume_role', 'mfa_serial_number'],
  ],
  [
    'a code of an MFA device that is none',
    { assume_role: { ...TAKEN, mfa_serial_number: 'GAHT12345678', mfa_code: '12345' } },
    /six digits/,
    ['assume_role', 'mfa_code'],
  ],
  [
    'a web identity without a token',
    { assume_role_with_web_identity: WEB },
    /either web_identity_token/,
    ['assume_role_with_web_identity'],
  ],
  [
    'an endpoint that is no URL',
    { endpoints: { iam: 'localhost', sts: null, s3: null } },
    /URL such as/,
    ['endpoints', 'iam'],
  ],
]

for (const [what, fields, text, path] of WRONG) {
  test(`${what} is told at its attribute, with the cure`, () => {
    const [problem, ...others] = problemsOf(fields)
    assert.deepEqual(others, [])
    assert.match(problem?.detail ?? '', text)
    assert.deepEqual(problem?.path, path)
    assert.doesNotMatch(JSON.stringify(problem), /hunter2/)
  })
}

test('nothing is told of what is not known yet', () => {
  const all = Object.keys(NOTHING).map((name) => [name, unknown] as const)
  const { attributes } = providerSchema
  const fields = Object.fromEntries(all.filter(([name]) => name in attributes)) as Fields
  assert.deepEqual(problemsOf({ ...fields, profile: null }), [])
  const known = knownConfiguration<typeof providerSchema>({
    ...NOTHING,
    holder: { user: unknown },
    region: unknown,
  })
  assert.deepEqual(known, { unknown: ['holder', 'region'] })
})

test('an attribute goes before a variable, and a variable before the default', () => {
  const env = { DAYPASS_STATE: 's3://env', DAYPASS_ROLES: '', AWS_DEFAULT_REGION: 'eu-west-1' }
  const fromEnv = settingsOf({}, env)
  assert.deepEqual(
    [fromEnv.state, fromEnv.roles, fromEnv.region],
    ['s3://env', 'state:', 'eu-west-1'],
  )
  const own = settingsOf({ state: 's3://own', region: 'us-east-2', roles: './r' }, env)
  assert.deepEqual([own.state, own.roles, own.region], ['s3://own', './r', 'us-east-2'])
})

test('a state that is named nowhere is told at its attribute', () => {
  assert.throws(
    () => settingsOf({}, { DAYPASS_STATE: '' }),
    (error: unknown) =>
      error instanceof DiagnosticError &&
      error.problems[0]?.path?.[0] === 'state' &&
      error.problems[0].detail.includes('DAYPASS_STATE'),
  )
})

test('roles to assume keep their names, ends and ids', () => {
  const { assumeRole, webIdentity } = settingsOf({
    state: 's3://a',
    assume_role: { ...TAKEN, external_id: 'e', duration: '30m' },
    assume_role_with_web_identity: { ...WEB, web_identity_token_file: '/t', session_name: 'me' },
  })
  assert.deepEqual(assumeRole, {
    roleArn: ROLE.role_arn,
    sessionName: 'daypass-terraform',
    durationSeconds: 1800,
    externalId: 'e',
  })
  const { source, sessionName } = webIdentity ?? {}
  assert.deepEqual([source, sessionName], [{ kind: 'file', file: '/t' }, 'me'])
})

function problemsOf(fields: Fields) {
  const diagnostics = collectDiagnostics()
  validateConfiguration({ ...NOTHING, ...fields }, diagnostics)
  return diagnostics.all
}

function settingsOf(fields: Fields, env: Readonly<Record<string, string>> = {}) {
  const configuration = knownConfiguration<typeof providerSchema>({ ...NOTHING, ...fields })
  assert.ok('known' in configuration)
  return readConfiguration(configuration.known, env)
}
