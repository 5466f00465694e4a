/** Whom a role is for: the command compares whatever token there is, and says so where there is none. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startIdTokenServer } from '../action/runner/id-token-server.ts'
import { tokenOf } from '../support/sandbox-oidc.ts'
import { json, jsonList, openStage } from './stage.ts'

const stage = await openStage()
const { daypass, sandbox } = stage
const MAIN = 'repo:octo/app:ref:refs/heads/main'
const tokens = await startIdTokenServer(`${sandbox.url}/_sandbox/oidc`, { sub: MAIN })
after(() => tokens.stop())
const reads = `policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:GetObject', Resource: '*' } }`
const role = (name: string, subjects: readonly string[]): void => {
  stage.role(
    name,
    `credential_type: federation_token\n${reads}\nsubjects: ${JSON.stringify(subjects)}\n`,
  )
}
role('main', [MAIN])
role('prod', ['repo:octo/app:environment:prod', 'repo:octo/other:environment:prod'])

const JOB = {
  ACTIONS_ID_TOKEN_REQUEST_URL: tokens.url,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: tokens.bearer,
}
const main = await tokenOf(sandbox, MAIN)
const file = join(stage.roles, 'token.txt')
writeFileSync(file, `${main}\n`)

/** The ways in which a process has a token, by the one who gives it. */
const WAYS = {
  GitHub: JOB,
  'AWS’s tools': { AWS_WEB_IDENTITY_TOKEN_FILE: file },
  'HCP Terraform': { TFC_WORKLOAD_IDENTITY_TOKEN: main },
  Bitbucket: { BITBUCKET_STEP_OIDC_TOKEN: main },
  CircleCI: { CIRCLE_OIDC_TOKEN_V2: main },
  GitLab: { GITLAB_CI: 'true', CI_SERVER_URL: `${sandbox.url}/_sandbox/oidc`, MY_ID_TOKEN: main },
}

for (const [who, env] of Object.entries(WAYS)) {
  test(`a token of ${who} is compared: its job gets its own role and no other`, async () => {
    const fits = await daypass(['issue', 'main'], { env })
    assert.deepEqual([fits.code, fits.stderr], [0, ''])
    const { lease_id: id } = json(fits.stdout)
    const lease = json((await daypass(['lease', String(id), '--json'])).stdout)
    assert.equal('allowed_without_subject' in lease, false)
    await daypass(['revoke', String(id)])
    const before = sandbox.requests.length
    for (const argv of [
      ['issue', 'prod'],
      ['exec', 'prod', '--', 'true'],
      ['console', 'prod'],
    ]) {
      const other = await daypass(argv, { env })
      assert.equal(other.code, 2)
      assert.match(other.stderr, /role prod is not for "repo:octo\/app:ref:refs\/heads\/main"/)
    }
    assert.equal(sandbox.requests.length, before)
  })
}

test('without a token one line says whom the role is for and who decides, and the lease says it', async () => {
  const { code, stdout, stderr } = await daypass(['issue', 'prod'])
  assert.equal(code, 0)
  assert.equal(
    stderr,
    "warning: role prod is for repo:octo/app:environment:prod and 1 more: no OIDC token says whose job this is, and AWS's rights alone decide\n",
  )
  const id = String(json(stdout)['lease_id'])
  const live = jsonList((await daypass(['leases', '--json'])).stdout, 'leases')
  assert.deepEqual(
    live.map((one) => one['allowed_without_subject']),
    [true],
  )
  assert.match((await daypass(['leases'])).stdout, /allowed-without-subject/)
  await daypass(['revoke', id])
  const ended = json((await daypass(['lease', id, '--json'])).stdout)
  assert.deepEqual([ended['state'], ended['allowed_without_subject']], ['ended', true])
  assert.match((await daypass(['lease', id])).stdout, /allowed-without-subject/)
})

for (const [how, argv, env] of [
  ['--require-subject', ['--require-subject'], {}],
  ['DAYPASS_REQUIRE_SUBJECT', [], { DAYPASS_REQUIRE_SUBJECT: '1' }],
] as const) {
  test(`${how} refuses where there is no token, before anything is asked of AWS`, async () => {
    const before = sandbox.requests.length
    const { code, stderr } = await daypass(['issue', 'prod', ...argv], { env })
    assert.equal(code, 2)
    assert.match(stderr, /role prod names whom it is for, and there is no OIDC token/)
    assert.equal(sandbox.requests.length, before)
    assert.equal((await daypass(['issue', 'viewer', ...argv], { env })).code, 0)
  })
}

test('a variable that says no requires nothing', async () => {
  for (const text of ['', '0', 'false', 'No'])
    assert.equal(
      (await daypass(['issue', 'prod'], { env: { DAYPASS_REQUIRE_SUBJECT: text } })).code,
      0,
    )
})

test('a token that cannot be had is an error, and no reason to do without', async () => {
  const env = { AWS_WEB_IDENTITY_TOKEN_FILE: '/no/such/file' }
  const { code, stderr } = await daypass(['issue', 'main'], { env })
  assert.notEqual(code, 0)
  assert.match(stderr, /the token file \/no\/such\/file cannot be read/)
  assert.deepEqual(stage.alive(), [])
})

test('the token that signs daypass in decides, whatever other tokens lie about', async () => {
  const stranger = join(stage.roles, 'stranger.txt')
  writeFileSync(stranger, await tokenOf(sandbox, 'repo:octo/app:pull_request'))
  const config = join(stage.roles, 'config')
  const section = `role_arn = arn:aws:iam::123456789012:role/ci\nweb_identity_token_file = ${stranger}`
  writeFileSync(config, `[profile ci]\n${section}\n`)
  const profile = { AWS_CONFIG_FILE: config, CIRCLE_OIDC_TOKEN: main, ...JOB }
  for (const [argv, env] of [
    [['--aws-profile', 'ci'], profile],
    [[], { ...profile, AWS_PROFILE: 'ci' }],
  ] as const) {
    const { code, stderr } = await daypass(['issue', 'main', ...argv], { env })
    assert.equal(code, 2)
    assert.match(stderr, /role main is not for "repo:octo\/app:pull_request"/)
  }
  const beside = { ...profile, AWS_WEB_IDENTITY_TOKEN_FILE: stranger, AWS_ROLE_ARN: 'x' }
  assert.equal((await daypass(['issue', 'main'], { env: beside })).code, 0)
})
