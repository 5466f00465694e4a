/** Whom a role is for: the provider compares whatever token there is, and warns where there is none. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { issueCredentials } from '../../provider/credentials/issue-credentials.ts'
import type { Configuration } from '../../provider/configuration/schema.ts'
import type { DiagnosticError } from '../../terraform-plugin/protocol/diagnostic.ts'
import { tokenOf } from '../support/sandbox-oidc.ts'
import { openSessionStage } from './session-stage.ts'

const { sandbox, folder, session, call, alive } = await openSessionStage()
const MAIN = 'repo:octo/app:ref:refs/heads/main'
const reads = `policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:GetObject', Resource: '*' } }`
for (const [name, subject] of Object.entries({
  main: MAIN,
  prod: 'repo:octo/app:environment:prod',
}))
  writeFileSync(
    join(folder, `${name}.yaml`),
    `credential_type: federation_token\n${reads}\nsubjects: ['${subject}']\n`,
  )
const token = await tokenOf(sandbox, MAIN)
const file = join(folder, 'token')
writeFileSync(file, token)

async function issued(role: string, config: Partial<Configuration> = {}, env = {}) {
  const asked = { role, ttl: null, role_arn: null, role_session_name: null, mfa_code: null }
  const made = call(session(config, env))
  const { lease } = await issueCredentials(asked, made)
  return { lease, said: made.said }
}

/** At the role, in these words. */
function refusal(words: RegExp) {
  return ({ problems: [problem] }: DiagnosticError): boolean => {
    assert.deepEqual(problem?.path, ['role'])
    assert.match(problem.detail, words)
    return true
  }
}

for (const [who, env] of Object.entries({
  'HCP Terraform': { TFC_WORKLOAD_IDENTITY_TOKEN: token },
  'AWS’s tools': { AWS_WEB_IDENTITY_TOKEN_FILE: file },
})) {
  test(`a token of ${who} is compared: its job gets its own role and no other`, async () => {
    const { lease, said } = await issued('main', {}, env)
    assert.deepEqual([lease.allowedWithoutSubject, said], [undefined, []])
    const before = alive()
    await assert.rejects(issued('prod', {}, env), refusal(/^Role prod is not for "repo:octo\/app/))
    assert.deepEqual(alive(), before)
  })
}

test('without a token a warning says whom the role is for and who decides, and the lease says it', async () => {
  const { lease, said } = await issued('prod')
  assert.equal(lease.allowedWithoutSubject, true)
  assert.deepEqual(said, [
    {
      severity: 'warning',
      summary: 'Role of others',
      detail:
        "Role prod is for repo:octo/app:environment:prod: no OIDC token says whose job this is, and AWS's rights alone decide.",
      path: ['role'],
    },
  ])
})

test('require_subject and its variable refuse where there is no token', async () => {
  const refused = refusal(/names whom it is for, and there is no OIDC token.*require_subject/)
  await assert.rejects(issued('prod', { require_subject: true }), refused)
  await assert.rejects(issued('prod', {}, { DAYPASS_REQUIRE_SUBJECT: '1' }), refused)
  const chosen = await issued('prod', { require_subject: false }, { DAYPASS_REQUIRE_SUBJECT: '1' })
  assert.equal(chosen.lease.allowedWithoutSubject, true)
  assert.equal((await issued('viewer', { require_subject: true })).said.length, 0)
})

test('the token that signs the provider in decides, whatever other tokens lie about', async () => {
  const stranger = join(folder, 'stranger')
  writeFileSync(stranger, await tokenOf(sandbox, 'repo:octo/app:pull_request'))
  const config = join(folder, 'config')
  const section = `role_arn = arn:aws:iam::123456789012:role/ci\nweb_identity_token_file = ${stranger}`
  writeFileSync(config, `[profile ci]\n${section}\n`)
  const env = { AWS_CONFIG_FILE: config, TFC_WORKLOAD_IDENTITY_TOKEN: token }
  const refused = refusal(/^Role main is not for "repo:octo\/app:pull_request/)
  await assert.rejects(
    issued('main', { access_key: null, secret_key: null, profile: 'ci' }, env),
    refused,
  )
})
