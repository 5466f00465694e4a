/** The guardrail file: how it is read, and what it holds roles to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDaypassError } from '../../../core/errors.ts'
import { readCodeOwners } from '../../../review/rules/code-owners.ts'
import { guardrail } from './guardrails.ts'
import {
  allow,
  deny,
  ids,
  judgeNew,
  of,
  review,
  user,
  type WrittenStatement,
} from './judge-roles.ts'

const FULL = `
severities: { ACC011: off, TRU008: warning }
longest_ttl: 4h
forbidden_actions: ['organizations:*', 'iam:Create*']
required_boundaries: ['arn:aws:iam::123456789012:policy/boundary']
owners: [platform]
accounts: ['123456789012']
protected_resources: ['arn:aws:s3:::daypass-state/*']
reference_policy:
  Version: '2012-10-17'
  Statement: [{ Effect: Allow, Action: '*', Resource: '*' }]
`

test('a guardrail file is read with all of its fields', () => {
  const read = guardrail(FULL)
  assert.equal(read.longestTtlSeconds, 14_400)
  assert.deepEqual(read.severities, { ACC011: 'off', TRU008: 'warning' })
  assert.equal(read.referencePolicy?.Statement.length, 1)
  assert.deepEqual(guardrail(JSON.stringify({})).owners, [])
})

const WRONG: Readonly<Record<string, RegExp>> = {
  'forbiden_actions: []': /guardrail.yaml:1:1 .*did you mean forbidden_actions\?/,
  'forbidden_actions: s3:*': /must be a list/,
  'forbidden_actions: [PutObject]': /forbidden_actions\[0\] is "PutObject"/,
  'severities: { ACC999: off }': /"ACC999" is not a rule/,
  'severities: { ACC011: loud }': /must be one of error, warning, note, off/,
  'longest_ttl: soon': /must be a duration/,
  'longest_ttl: 0': /must be a duration/,
  'accounts: [123456789012]': /is no text: it must be 12 digits in quotes/,
  'reference_policy: { Statement: [{ Effect: Allow }] }': /Action is missing/,
  'reference_policy: true': /must be a policy/,
  '- a': /must be a mapping/,
  'a: b: c': /guardrail.yaml:1/,
  'owners: [a]\nowners: [b]': /owners/,
}

for (const [text, problem] of Object.entries(WRONG)) {
  test(`a guardrail file that is wrong is refused, with the place: ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => guardrail(text),
      (error) => {
        assert.ok(isDaypassError(error, 'request-invalid'))
        const told = error.problems.map(({ place, message }) => {
          return `${place?.file ?? ''}:${place?.line ?? ''}:${place?.column ?? ''} ${message}`
        })
        assert.match(told.join('\n'), problem)
        return true
      },
    )
  })
}

const limit = (policy: object) =>
  guardrail(JSON.stringify({ reference_policy: { Version: '2012-10-17', ...policy } }))

async function exceeds(reference: readonly object[], ...own: readonly WrittenStatement[]) {
  const options = { guardrail: limit({ Statement: reference }) }
  return of('GRD003', await judgeNew(user(...own), options)).map(({ reason }) => reason)
}

test('a role within the reference policy passes, however it is written', async () => {
  const reference = [
    allow('s3:*', 'arn:aws:s3:::app-*'),
    allow('*', '*'),
    deny('iam:PassRole', '*', {
      Condition: { StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    }),
    deny(['iam:Create*', 'iam:Put*']),
  ]
  const toLambda = {
    Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
  }
  assert.deepEqual(
    await exceeds(
      reference,
      allow('s3:GetObject', 'arn:aws:s3:::app-x/*'),
      allow('iam:PassRole', '*', toLambda),
      allow('iam:*'),
      deny(['iam:Create*', 'iam:Put*', 'iam:PassRole']),
    ),
    [],
  )
})

test('what goes beyond the reference policy is told, in resources, conditions, actions and denies', async () => {
  const narrow = [
    allow('s3:Get*', 'arn:aws:s3:::app-*', {
      Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } },
    }),
  ]
  const tagged = { Condition: { StringEquals: { 'aws:ResourceTag/team': ['a'] } } }
  const object = 'arn:aws:s3:::app-x/*'
  assert.deepEqual(await exceeds(narrow, allow('s3:GetObject', object, tagged)), [])
  assert.equal((await exceeds(narrow, allow('s3:GetObject', object))).length, 1)
  assert.equal((await exceeds(narrow, allow('s3:GetObject', 'arn:aws:s3:::b/*', tagged))).length, 1)
  assert.equal((await exceeds(narrow, allow('s3:PutObject', object, tagged))).length, 1)
  assert.match(
    (await exceeds([allow('*'), deny('iam:PassRole')], allow('iam:*'))).join(),
    /iam:PassRole beyond/,
  )
  const toOthers = deny('iam:PassRole', '*', {
    Condition: { StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
  })
  const told = await exceeds([allow('*'), toOthers], allow('iam:PassRole'))
  assert.match(told.join(), /iam:PassRole denied by the reference policy/)
})

test('the owner of a role is one of those that the file names', async () => {
  const options = { guardrail: guardrail('owners: [platform]') }
  assert.match(
    of('GRD004', await judgeNew(user(allow('s3:GetObject')), options))[0]?.reason ?? '',
    /its owner is tests, none of platform/,
  )
  const owned = { ...user(allow('s3:GetObject')), owner: 'platform' }
  assert.deepEqual(of('GRD004', await judgeNew(owned, options)), [])
})

test('a guardrail file that changes together with a role blocks', async () => {
  const role = user(allow('s3:GetObject', 'arn:aws:s3:::b/*'))
  const options = { guardrail: guardrail('{}'), isGuardrailChanged: true }
  const { findings } = await review({}, { x: role }, options)
  const [finding] = of('GRD004', findings)
  assert.equal(finding?.blocks, true)
  assert.equal(finding.place?.file, 'guardrail.yaml')
  assert.deepEqual(of('GRD004', (await review({ x: role }, { x: role }, options)).findings), [])
})

test('severities can be set by rule, conditions still lower them, and what is off is quiet', async () => {
  const role = user(allow('s3:PutObject'))
  const set = (severity: string) => ({
    guardrail: guardrail(`severities: { ACC011: ${severity} }`),
  })
  const [loud] = of('ACC011', await judgeNew(role, set('error')))
  assert.equal(loud?.blocks, true)
  assert.ok(!ids(await judgeNew(role, set('off'))).includes('ACC011'))
  const tagged = user(
    allow('s3:PutObject', '*', { Condition: { StringEquals: { 'aws:ResourceTag/a': 'b' } } }),
  )
  assert.equal(of('ACC011', await judgeNew(tagged, set('error')))[0]?.severity, 'warning')
})

test('what cannot be read blocks even where its rule is off', async () => {
  const { blocking } = await review(
    {},
    { x: 'a: b' },
    { guardrail: guardrail('severities: { VAL010: off }') },
  )
  assert.ok(blocking > 0)
})

test("the last line of CODEOWNERS that fits decides, by GitHub's patterns", () => {
  const { ownersOf } = readCodeOwners(
    [
      '* @all',
      'docs/ @docs',
      '/roles/ @ops # why',
      '/roles/*.md',
      'app/*.yaml @app',
      '**/deep/** @deep',
    ].join('\n'),
  )
  assert.deepEqual(ownersOf('x.yaml'), ['@all'])
  assert.deepEqual(ownersOf('a/docs/x/y.md'), ['@docs'])
  assert.deepEqual(ownersOf('roles/prod/x.yaml'), ['@ops'])
  assert.deepEqual(ownersOf('roles/x.md'), [])
  assert.deepEqual(ownersOf('a/roles/x.yaml'), ['@all'])
  assert.deepEqual(ownersOf('app/x.yaml'), ['@app'])
  assert.deepEqual(ownersOf('a/b/deep/c/x'), ['@deep'])
})
