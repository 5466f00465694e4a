import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readInputs } from '../../../action/inputs/settings.ts'
import { parseTags } from '../../../action/inputs/session-tags.ts'
import { DaypassError } from '../../../core/errors.ts'

function read(inputs: Readonly<Record<string, string>>) {
  return readInputs((name) => inputs[name] ?? '', {})
}

function problems(inputs: Readonly<Record<string, string>>): readonly string[] {
  try {
    read(inputs)
  } catch (error) {
    assert.ok(error instanceof DaypassError)
    assert.equal(error.code, 'request-invalid')
    return error.problems.map(({ path, message }) => `${path.join('.')}: ${message}`)
  }
  return []
}

test('a role alone is enough: its credentials go into the environment and are revoked', () => {
  const settings = read({ role: 'deploy' })
  assert.deepEqual(settings.roles, [{ name: 'deploy', alias: undefined }])
  assert.deepEqual(settings.exports, ['env'])
  assert.equal(settings.revoke, 'always')
  assert.equal(settings.rolesFrom, 'roles')
  assert.equal(settings.timeoutSeconds, 60)
  assert.equal(settings.direct, undefined)
})

test('roles stand one a line, with an alias where there are several', () => {
  const { roles } = read({ role: '\n deploy \n\n logs-reader  as  audit-LOGS\n' })
  assert.deepEqual(roles, [
    { name: 'deploy', alias: undefined },
    { name: 'logs-reader', alias: 'audit-LOGS' },
  ])
})

test('a named profile takes the place of the environment, unless both are asked for', () => {
  assert.deepEqual(read({ role: 'a', profile: 'p' }).exports, ['profile'])
  assert.deepEqual(read({ role: 'a', profile: 'p', export: 'profile,\nenv' }).exports, [
    'env',
    'profile',
  ])
})

for (const [ttl, seconds] of [
  ['15m', 900],
  ['3600', 3600],
  ['1h30m', 5400],
] as const) {
  test(`a ttl of ${ttl} is ${seconds} seconds`, () => {
    assert.equal(read({ role: 'a', ttl }).ttlSeconds, seconds)
  })
}

const WRONG: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ['no role', {}, /^role: it is missing/],
  ['a role that cannot be one', { role: 'a/b' }, /^role: "a\/b" is not the name of a role/],
  ['words after a role', { role: 'a b' }, /^role: "a b" is not NAME or NAME as ALIAS/],
  ['two roles without an alias', { role: 'a\nb' }, /^role: only one .* write b as ALIAS/],
  ['aliases that make one name', { role: 'a as x-y\nb as X_Y' }, /^role: two have the same alias/],
  ['an alias of the runner', { role: 'a as GITHUB' }, /^role: "GITHUB" cannot be an alias/],
  ['an alias that is no name', { role: 'a as $(x)' }, /^role: .* cannot be an alias/],
  ['a ttl of nothing', { role: 'a', ttl: '0' }, /^ttl: "0" is not a duration/],
  ['an export that is not known', { role: 'a', export: 'env, file' }, /^export: it names some of/],
  ['a profile without a name', { role: 'a', export: 'profile' }, /^profile: it is missing/],
  ['a profile in brackets', { role: 'a', profile: 'x]\n[y' }, /^profile: it has letters/],
  ['a profile that nobody writes', { role: 'a', export: 'env', profile: 'x' }, /^profile: export/],
  [
    'half a key',
    { role: 'a', 'aws-access-key-id': 'AKIA' },
    /^aws-secret-access-key: it is missing/,
  ],
  ['a secret that is not set', { role: 'a', 'aws-secret-access-key': 'x' }, /^aws-access-key-id: /],
  ['refresh of the environment', { role: 'a', refresh: 'true' }, /^refresh: it needs export/],
  ['yes', { role: 'a', refresh: 'yes' }, /^refresh: it is true or false/],
  ['never ever', { role: 'a', revoke: 'sometimes' }, /^revoke: it is one of always, never/],
  ['an account of three digits', { role: 'a', 'allowed-account-ids': '123' }, /twelve digits/],
  [
    'a user as the broker',
    { role: 'a', 'broker-role-arn': 'arn:aws:iam::123456789012:user/x' },
    /ARN/,
  ],
  ['a proxy without a scheme', { role: 'a', 'http-proxy': 'proxy:3128' }, /^http-proxy: /],
  ['roles from no state', { role: 'a', roles: 'state' }, /^roles: there is no state/],
  ['tombstones in no state', { role: 'a', revocation: 'tombstone' }, /^revocation: tombstone/],
  ['tags that are none', { role: 'a', 'session-tags': 'team' }, /^session-tags: /],
  ['an MFA code with a letter', { role: 'a', 'mfa-code': '12345x' }, /^mfa-code: /],
]
for (const [title, inputs, expected] of WRONG) {
  test(`${title} is refused`, () => {
    const found = problems(inputs)
    assert.ok(
      found.some((one) => expected.test(one)),
      found.join('\n'),
    )
  })
}

test('all that is wrong with the inputs is told at once', () => {
  const found = problems({ ttl: 'x', export: 'y', timeout: 'z', 'aws-region': 'Mars!' })
  assert.equal(found.length, 5, found.join('\n'))
})

test('an identity that is given twice is refused', () => {
  const keys = { 'aws-access-key-id': 'AKIA', 'aws-secret-access-key': 'x' }
  const found = problems({ role: 'a', ...keys, 'web-identity-token-file': 'token' })
  assert.deepEqual(found.length, 1)
})

test('a secret does not show in a problem', () => {
  const found = problems({ role: 'a', 'aws-secret-access-key': 'kept-secret', ttl: '-' })
  assert.doesNotMatch(found.join(), /kept-secret/)
})

for (const [text, tags] of [
  ['{"team": "x", "n": 1}', { team: 'x', n: '1' }],
  ['team=x\n cost = a=b ', { team: 'x', cost: 'a=b' }],
  ['{"team": {}}', undefined],
  ['{"team"', undefined],
  ['=x', undefined],
  ['a=1\na=2', undefined],
] as const) {
  test(`tags are read from ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseTags(text), tags)
  })
}
