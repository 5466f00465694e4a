import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { json, openStage } from './stage.ts'

const stage = await openStage()
const ARN = 'arn:aws:iam::123456789012:role/deploy'
stage.role(
  'deploy',
  `credential_type: assumed_role\nrole_arns: ['${ARN}']\nsubjects: ['repo:octo/app:pull_request']\n`,
)

test('trust-policy prints the subjects in both forms where the ids are given', async () => {
  const ids = ['--repository-ids', 'octo/app=12/34']
  const { code, stdout } = await stage.daypass(['trust-policy', 'deploy', ...ids])
  assert.equal(code, 0)
  assert.match(stdout, /"repo:octo\/app:pull_request",\s+"repo:octo@12\/app@34:pull_request"/)
})

test('policy prints the rights of whom it is asked for, and warns of users without bounds', async () => {
  const { code, stdout, stderr } = await stage.daypass(['policy', 'sweeper'])
  assert.equal(code, 0)
  assert.equal(json(stdout)['Version'], '2012-10-17')
  assert.match(stdout, /daypass-state\/leases\/\*/)
  assert.match(stderr, /reader: without a permissions_boundary_arn/)
})

test('without a bucket the broker has the right to find old denies by their names, which revoking needs then', async () => {
  const env = { DAYPASS_STATE: `file://${join(stage.roles, 'state')}` }
  const { stdout } = await stage.daypass(['policy', 'broker'], { env })
  for (const right of ['iam:ListRolePolicies', 'iam:ListUserPolicies'])
    assert.ok(stdout.includes(right), right)
})

const WRONG: readonly (readonly [argv: readonly string[], message: RegExp])[] = [
  [['policy', 'nobody'], /there is no policy of "nobody"/],
  [['policy', 'broker', '--account', '12'], /--account is "12"/],
  [['trust-policy', 'reader'], /role reader is of type iam_user/],
  [['trust-policy', 'deploy', '--role-arn', 'x'], /choose one/],
  [['trust-policy', 'deploy', '--repository-ids', 'octo=1'], /--repository-ids has "octo=1"/],
  [['policy', 'trust', '--whole-owners', 'octo/*'], /--whole-owners has "octo\/\*"/],
  [['trust-policy', 'deploy', '--issuer', 'https://x'], /--issuer is "https:\/\/x"/],
]
for (const [argv, message] of WRONG) {
  test(`${argv.join(' ')} is wrong use`, async () => {
    const { code, stderr } = await stage.daypass(argv)
    assert.equal(code, 2)
    assert.match(stderr, message)
  })
}

for (const [name, why] of [
  ['octo/ap', 'did you mean octo/app?'],
  ['Octo/app', 'the subjects write octo/app'],
  ['octo/web', 'only the pattern repo:octo/w*:environment:prod fits it'],
  ['octo/new', 'its subjects have ids already'],
  ['nobody/else', 'no subject names it'],
] as const) {
  test(`ids of ${name} that add nothing are said: ${why}`, async () => {
    const subjects = [
      'repo:octo/app:pull_request',
      'repo:octo/w*:environment:prod',
      'repo:octo@1/new@2:environment:prod',
    ]
    stage.role(
      'several',
      `credential_type: assumed_role\nrole_arns: ['${ARN}']\nsubjects: ${JSON.stringify(subjects)}\n`,
    )
    for (const argv of [
      ['trust-policy', 'several'],
      ['policy', 'trust'],
    ]) {
      const ids = ['--repository-ids', `${name}=12/34,octo/app=12/34`]
      const { code, stderr } = await stage.daypass([...argv, ...ids])
      assert.equal(code, 0)
      assert.ok(stderr.includes(`--repository-ids added nothing for ${name}: ${why}`), stderr)
      assert.doesNotMatch(stderr, /nothing for octo\/app:/)
    }
  })
}

test('a policy that is larger than a role takes is printed as several, which is said, and no other is', async () => {
  for (let n = 0; n < 45; n++) {
    const arn = `arn:aws:iam::123456789012:role/deploy-service-${String(n).padStart(3, '0')}`
    stage.role(`deploy-${String(n)}`, `credential_type: assumed_role\nrole_arns: ['${arn}']\n`)
  }
  const { stdout, stderr } = await stage.daypass(['policy', 'broker'])
  assert.match(stderr, /the policy of broker is larger than a role takes: .* 1 more to be managed/)
  const printed = JSON.parse(stdout) as readonly { Version: string }[]
  assert.deepEqual(
    printed.map(({ Version }) => Version),
    ['2012-10-17', '2012-10-17'],
  )
  const issuer = await stage.daypass(['policy', 'issuer'])
  assert.doesNotMatch(issuer.stderr, /larger/)
  assert.equal(json(issuer.stdout)['Version'], '2012-10-17')
  const all = json((await stage.daypass(['policy', 'all'])).stdout)
  assert.deepEqual(all['broker'], printed)
  assert.equal(Array.isArray(all['issuer']), false)
  for (let n = 0; n < 45; n++) rmSync(join(stage.roles, `deploy-${String(n)}.yaml`))
})

test('a trust policy that is too long is said in both, and whole owners are the way out', async () => {
  const subjects = Array.from(
    { length: 60 },
    (_, index) => `repo:octo/app-${String(index)}:environment:production`,
  )
  stage.role(
    'long',
    `credential_type: assumed_role\nrole_arns: ['${ARN}']\nsubjects: ${JSON.stringify(subjects)}\n`,
  )
  for (const argv of [
    ['policy', 'trust'],
    ['policy', 'all'],
  ]) {
    const long = await stage.daypass(argv)
    assert.match(long.stderr, /has \d{4} characters, and AWS takes 2048: .*--whole-owners/)
    const short = await stage.daypass([...argv, '--whole-owners', 'octo'])
    assert.doesNotMatch(short.stderr, /characters/)
    assert.match(short.stdout, /"repo:octo\/\*"/)
    assert.doesNotMatch(short.stdout, /app-1/)
  }
})
