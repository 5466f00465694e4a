import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DaypassError } from '../../core/errors.ts'
import { parseStaticRole } from '../../core/static/parse-static-role.ts'

const ORIGIN = { file: 'static/app.yaml', name: 'app' }
const REQUIRED = 'username: app\nrotation_period: 30d\n'

function problemsOf(text: string): readonly string[] {
  try {
    parseStaticRole(text, ORIGIN)
    return []
  } catch (error) {
    if (!(error instanceof DaypassError) || error.code !== 'role-invalid') throw error
    return error.problems.map(
      ({ message, place }) => `${place?.line ?? 0}:${place?.column ?? 0} ${message}`,
    )
  }
}

test('user and period are enough; the grace is an hour', () => {
  assert.deepEqual(parseStaticRole(REQUIRED, ORIGIN), {
    name: 'app',
    username: 'app',
    rotation_period: 30 * 86_400,
    grace_period: 3600,
  })
})

test('the grace of a short period is half of it', () => {
  const role = parseStaticRole('{"username": "app", "rotation_period": 600}', ORIGIN)
  assert.equal(role.grace_period, 300)
})

test('the fields are those of Vault', () => {
  const arn = 'arn:aws:iam::210987654321:role/keys'
  const text = `${REQUIRED}name: other\ndescription: a word\nassume_role_arn: ${arn}\nassume_role_session_name: daypass\nexternal_id: x-1\ngrace_period: 2h\n`
  assert.deepEqual(parseStaticRole(text, ORIGIN), {
    name: 'other',
    description: 'a word',
    username: 'app',
    rotation_period: 30 * 86_400,
    grace_period: 7200,
    assume_role_arn: arn,
    assume_role_session_name: 'daypass',
    external_id: 'x-1',
  })
})

const WRONG: readonly (readonly [string, string, RegExp])[] = [
  ['no user', 'rotation_period: 30d\n', /^1:1 username is missing/],
  ['no period', 'username: app\n', /^1:1 rotation_period is missing/],
  [
    'a period below a minute',
    'username: app\nrotation_period: 59\n',
    /^2:18 rotation_period must be a duration of at least 60/,
  ],
  [
    'a period that is none',
    'username: app\nrotation_period: often\n',
    /^2:18 rotation_period must be a duration/,
  ],
  [
    'an unknown field',
    `${REQUIRED}user_name: x\n`,
    /^3:1 user_name is not a field of a static role: did you mean username/,
  ],
  ['a bad user', 'username: a/b\nrotation_period: 30d\n', /^1:11 username must be the name/],
  [
    'a grace as long as the period',
    `${REQUIRED}grace_period: 30d\n`,
    /^3:15 grace_period must be shorter/,
  ],
  [
    'a role that is none',
    `${REQUIRED}assume_role_arn: arn:aws:iam::123456789012:user/x\n`,
    /^3:18 assume_role_arn must be the ARN/,
  ],
  [
    'an external id alone',
    `${REQUIRED}external_id: x1\n`,
    /^3:14 external_id goes with assume_role_arn/,
  ],
  ['a list', '- app\n', /^1:1 a static role must be a mapping/],
  ['a name with a slash', `${REQUIRED}name: a/b\n`, /^3:7 name must be a name/],
  ['a key twice', `${REQUIRED}username: b\n`, /username/],
]

for (const [what, text, message] of WRONG) {
  test(`${what} is a problem with its place`, () => {
    const problems = problemsOf(text)
    assert.ok(
      problems.some((problem) => message.test(problem)),
      JSON.stringify(problems),
    )
  })
}

test('all problems are told at once, and a field under a wrong name is one of them, not two', () => {
  assert.equal(problemsOf('usrname: x\ngrace_period: soon\n').length, 3)
})
