/** Whom a role is for, and what else in the job's environment would be used instead. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { tokenOf } from '../support/sandbox-oidc.ts'
import { openStage } from './open-stage.ts'
import { startIdTokenServer } from './runner/id-token-server.ts'
import { objectsIn } from './secrets.ts'

const stage = await openStage()
const { needs, sandbox } = stage
const MAIN = 'repo:octo-org/octo-repo:ref:refs/heads/main'
const STRANGER = 'repo:octo-org/octo-repo:pull_request'
const ROLE = `credential_type: assumed_role
role_arns: [arn:aws:iam::123456789012:role/deploy-role]
default_sts_ttl: 30m
`

test(
  'a role for other jobs is refused before anything is asked of AWS, with its subjects',
  needs,
  async () => {
    stage.write(
      'roles/for-others.yaml',
      `${ROLE}subjects: ['repo:octo-org/octo-repo:environment:prod']\n`,
    )
    const before = stage.sandbox.requests.length
    const job = stage.job()
    const main = await job.uses(stage.step({ role: 'for-others' }))
    assert.equal(main.code, 1)
    assert.match(
      main.log,
      /role for-others is not for "repo:octo-org\/octo-repo:ref:refs\/heads\/main"/,
    )
    assert.match(main.log, /repo:octo-org\/octo-repo:environment:prod/)
    await job.finish()
    assert.deepEqual(stage.requestsSince(before), [])
  },
)

test('a role for this job is issued', needs, async () => {
  stage.write(
    'roles/for-main.yaml',
    `${ROLE}subjects: ['repo:octo-org/octo-repo:ref:refs/heads/*']\n`,
  )
  const job = stage.job()
  const main = await job.uses(stage.step({ role: 'for-main' }))
  assert.equal(main.code, 0, main.log)
  await job.finish()
  assert.deepEqual(stage.alive(), [])
})

test(
  'where AWS_PROFILE would be used instead of the credentials, main says so',
  needs,
  async () => {
    const job = stage.job({ env: { AWS_PROFILE: 'mine' } })
    const main = await job.uses(stage.step())
    assert.equal(main.code, 0, main.log)
    assert.match(main.log, /AWS_PROFILE is set in this job/)
    await job.finish()
  },
)

const { accessKeyId, secretAccessKey } = sandbox.root
const KEYS = { 'aws-access-key-id': accessKeyId, 'aws-secret-access-key': secretAccessKey }
const NO_BROKER = { 'broker-role-arn': '' }
// Not on the machine of the job, where no secret may be found.
const elsewhere = mkdtempSync(join(tmpdir(), 'daypass-ways-'))
after(() => {
  rmSync(elsewhere, { recursive: true })
})
const file = (name: string) => join(elsewhere, name)

const BROKER = 'arn:aws:iam::123456789012:role/daypass-broker'
const OF_FILE = { AWS_ROLE_ARN: BROKER, AWS_WEB_IDENTITY_TOKEN_FILE: file('token.txt') }

/** The ways in which daypass gets to AWS: with an OIDC token of its own, or with something that says nothing of the job. */
const WAYS = [
  ['the job’s token, as the broker', {}, {}],
  ['the job’s token, directly', { ...NO_BROKER, state: '', direct: 'true' }, {}],
  ['a token file', { 'web-identity-token-file': file('token.txt') }, {}],
  ['access keys as inputs', { ...KEYS, ...NO_BROKER }, {}],
  [
    'credentials in the environment',
    NO_BROKER,
    { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  ],
  ['credentials of the machine', NO_BROKER, { AWS_SHARED_CREDENTIALS_FILE: file('credentials') }],
  ['the token file of a profile', NO_BROKER, { AWS_CONFIG_FILE: file('config') }],
  ['a token file in the environment', NO_BROKER, OF_FILE],
] as const

async function furnishWays(): Promise<void> {
  writeFileSync(file('token.txt'), await tokenOf(sandbox, MAIN))
  writeFileSync(
    file('credentials'),
    `[default]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`,
  )
  writeFileSync(file('stranger.txt'), await tokenOf(sandbox, STRANGER))
  for (const [config, token] of [
    ['config', 'token.txt'],
    ['strange-config', 'stranger.txt'],
  ] as const)
    writeFileSync(
      file(config),
      `[default]\nrole_arn = ${BROKER}\nweb_identity_token_file = ${file(token)}\n`,
    )
  stage.write('roles/others.yaml', `${ROLE}subjects: ['${STRANGER}']\n`)
  stage.write('roles/ours.yaml', `${ROLE}subjects: ['${MAIN}']\n`)
}

for (const [way, inputs, env] of WAYS) {
  test(`with ${way} a role for others is refused before AWS is asked`, needs, async () => {
    await furnishWays()
    const before = sandbox.requests.length
    const job = stage.job({ env })
    const main = await job.uses(stage.step({ role: 'others', ...inputs }))
    assert.equal(main.code, 1)
    assert.match(
      main.log,
      /role others is not for "repo:octo-org\/octo-repo:ref:refs\/heads\/main"/,
    )
    assert.match(main.log, /the token has iss ".+", aud "sts.amazonaws.com", sub "repo:octo-org/)
    await job.finish()
    assert.deepEqual(stage.requestsSince(before), [])
  })
}

for (const [where, env] of [
  ['a profile', { AWS_CONFIG_FILE: file('strange-config') }],
  ['the environment', { ...OF_FILE, AWS_WEB_IDENTITY_TOKEN_FILE: file('stranger.txt') }],
] as const) {
  test(
    `the token of ${where} that signs daypass in decides, whatever the job may ask for`,
    needs,
    async () => {
      await furnishWays()
      const before = sandbox.requests.length
      const job = stage.job({ env })
      const main = await job.uses(stage.step({ role: 'ours', ...NO_BROKER }))
      assert.equal(main.code, 1)
      assert.match(main.log, /role ours is not for "repo:octo-org\/octo-repo:pull_request"/)
      await job.finish()
      assert.deepEqual(stage.requestsSince(before), [])
    },
  )
}

test(
  'a token that lies beside access keys decides nothing where the job may ask for its own',
  needs,
  async () => {
    await furnishWays()
    const env = { ...OF_FILE, AWS_WEB_IDENTITY_TOKEN_FILE: file('stranger.txt') }
    const job = stage.job({ env })
    const main = await job.uses(stage.step({ role: 'others', ...KEYS, ...NO_BROKER }))
    assert.equal(main.code, 1)
    assert.match(
      main.log,
      /role others is not for "repo:octo-org\/octo-repo:ref:refs\/heads\/main"/,
    )
    await job.finish()
  },
)

for (const [way, inputs, env] of [
  ['of a profile', {}, { AWS_CONFIG_FILE: file('config') }],
  ['of the environment', {}, OF_FILE],
  [
    'beside access keys as inputs',
    { ...KEYS, 'broker-role-arn': `${BROKER}-by-key` },
    { AWS_WEB_IDENTITY_TOKEN_FILE: file('token.txt') },
  ],
] as const) {
  test(`where the job has no token, the token file ${way} is compared`, needs, async () => {
    await furnishWays()
    const job = stage.jobWithoutToken({ env: { AWS_ENDPOINT_URL_STS: sandbox.url, ...env } })
    const ours = await job.uses(stage.step({ role: 'ours', ...NO_BROKER, ...inputs }))
    assert.equal(ours.code, 0, ours.log)
    assert.deepEqual(leasesOfSubject(), [])
    const others = await job.uses(stage.step({ role: 'others', ...NO_BROKER, ...inputs }))
    assert.equal(others.code, 1)
    assert.match(others.log, /role others is not for "repo:octo-org\/octo-repo:ref:refs/)
    await job.finish()
  })
}

test(
  'without a token a role for others is refused; where the step allows it, the lease says so',
  needs,
  async () => {
    await furnishWays()
    const reads = `{ Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:GetObject', Resource: '*' } }`
    stage.write(
      'roles/readers.yaml',
      `credential_type: federation_token\npolicy_document: ${reads}\nsubjects: ['${MAIN}']\n`,
    )
    const job = stage.jobWithoutToken()
    const asked = { role: 'readers', ...KEYS, ...NO_BROKER }
    const refused = await job.uses(stage.step(asked))
    assert.equal(refused.code, 1)
    assert.match(refused.log, /role readers names whom it is for, and there is no OIDC token/)
    assert.match(refused.log, /id-token: write.*allow-without-subject/)
    assert.deepEqual(leasesOfSubject(), [])
    const allowed = await job.uses(stage.step({ ...asked, 'allow-without-subject': 'true' }))
    assert.equal(allowed.code, 0, allowed.log)
    assert.equal(leasesOfSubject().length, 1)
    await job.finish()
    assert.equal(leasesOfSubject().length, 1)
    assert.deepEqual(stage.alive(), [])
  },
)

/** Records that say that no token was compared. */
function leasesOfSubject(): readonly string[] {
  return objectsIn(sandbox)
    .map(({ text }) => text)
    .filter((text) => /"allowed_without_subject":\s*true/.test(text))
}

const ofStrangers = await startIdTokenServer(`${sandbox.url}/_sandbox/oidc`, {
  sub: MAIN,
  event_name: 'pull_request_target',
})
after(() => ofStrangers.stop())

test(
  'a job of pull_request_target, whose subject is that of main, is refused as the role has it',
  needs,
  async () => {
    const subjects = `${ROLE}subjects: ['${MAIN}']\n`
    stage.write('roles/pushed.yaml', subjects)
    stage.write(
      'roles/both.yaml',
      `${subjects}claims: { event_name: [push, pull_request_target] }\n`,
    )
    const job = stage.job({
      env: {
        ACTIONS_ID_TOKEN_REQUEST_URL: ofStrangers.url,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: ofStrangers.bearer,
      },
    })
    const refused = await job.uses(stage.step({ role: 'pushed' }))
    assert.equal(refused.code, 1)
    assert.match(refused.log, /not for jobs of pull_request_target, which strangers can set off/)
    const meant = await job.uses(stage.step({ role: 'both' }))
    assert.equal(meant.code, 0, meant.log)
    await job.finish()
  },
)

test('the token that was fetched is masked in what later steps print', needs, async () => {
  const job = stage.job()
  const main = await job.uses(stage.step())
  assert.equal(main.code, 0, main.log)
  const token = stage.tokens.tokens.at(-1)
  assert.ok(token)
  const { log } = await job.run('echo', token)
  assert.match(log, /\*\*\*/)
  assert.ok(!log.includes(token))
  await job.finish()
})
