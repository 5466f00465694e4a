import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { randomBytes } from 'node:crypto'
import { assemblePorts } from '../../assembly/assemble.ts'
import { callerIdentity } from '../../aws/clients/caller.ts'
import { asHolder, awsClients } from '../../aws/clients/clients.ts'
import { webIdentitySession } from '../../aws/clients/role-session.ts'
import { systemClock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { issue } from '../../core/issue.ts'
import { revoke } from '../../core/revoke.ts'
import type { AssumedRoleRole } from '../../core/role/role.ts'
import { Secret } from '../../core/secret.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { cleanForEachTest } from '../support/clean-sandbox.ts'
import { tokenOf, trustSubject } from '../support/sandbox-oidc.ts'
import { rightClock } from '../support/right-clock.ts'

const SUBJECT = 'repo:octo/app:ref:refs/heads/main'
const DEPLOY: AssumedRoleRole = {
  name: 'deploy',
  credential_type: 'assumed_role',
  role_arns: ['arn:aws:iam::123456789012:role/deploy'],
  policy_arns: [],
  iam_groups: [],
  session_tags: {},
  default_sts_ttl: 3600,
  max_sts_ttl: 4 * 3600,
}

let sandbox: Sandbox
before(async () => {
  sandbox = await startSandbox()
  const { url, root } = sandbox
  const iam = await awsClients({ region: 'us-east-1', iamEndpoint: url, credentials: root }).iam()
  const AssumeRolePolicyDocument = await trustSubject(sandbox, iam, SUBJECT)
  const MaxSessionDuration = 4 * 3600
  await iam.createRole({ RoleName: 'deploy', AssumeRolePolicyDocument, MaxSessionDuration })
  await iam.createRole({ RoleName: 'broker', AssumeRolePolicyDocument })
  cleanForEachTest(sandbox)
})
after(async () => {
  await sandbox.stop()
})

/** daypass with an OIDC token and, for its own deeds, the account's root. */
function portsFor(subject: string) {
  const { url, root } = sandbox
  const random = (size: number): Uint8Array => randomBytes(size)
  const config = { region: 'us-east-1', iamEndpoint: url, stsEndpoint: url, credentials: root }
  const where = `s3://daypass-state?region=us-east-1&endpoint=${encodeURIComponent(url)}`
  const state = openState(parseStateUrl(where), { clock: systemClock, random, credentials: root })
  const clients = awsClients(config)
  const identityToken = async () => new Secret(await tokenOf(sandbox, subject))
  const clock = rightClock(systemClock)
  return assemblePorts({ clients, config, state, clock, random, identityToken })
}

test('a role is taken directly with the OIDC token, for longer than a chained hour, and taken back', async () => {
  const ports = portsFor(SUBJECT)
  const request = { role: DEPLOY, holder: { kind: 'github' }, ttlSeconds: 3 * 3600 } as const
  const { lease, credentials } = await issue(ports, request)
  const config = { region: 'us-east-1', stsEndpoint: sandbox.url }
  const held = awsClients({ ...config, credentials: asHolder(credentials) })
  const { arn } = await callerIdentity(held)
  assert.equal(arn, credentials.arn)
  assert.match(arn, /^arn:aws:sts::123456789012:assumed-role\/deploy\/daypass-deploy-/)
  const hours = (credentials.expiresAt.getTime() - lease.issuedAt.getTime()) / 3_600_000
  assert.ok(hours > 2.9, `${hours} hours`)
  assert.equal((await revoke(ports, lease.id)).status, 'revoked')
})

test('a token with another subject is refused, with what the trust policy must say', async () => {
  const request = { role: DEPLOY, holder: { kind: 'github' } } as const
  await assert.rejects(issue(portsFor('repo:evil/fork:pull_request'), request), (error) => {
    assert.ok(error instanceof DaypassError)
    assert.equal(error.code, 'aws-denied')
    assert.match(error.hint ?? '', /trust policy of .*role\/deploy must allow .*subject/)
    return true
  })
})

test('a refusal of AWS, which names no subject, has those of the token', async () => {
  const ports = portsFor('repo:octo/app:environment:prod')
  const failed = issue(ports, { role: DEPLOY, holder: { kind: 'github' } })
  await assert.rejects(failed, {
    code: 'aws-denied',
    hint: /the trust policy of .* must allow .*; the token has iss ".*_sandbox\/oidc", aud "sts.amazonaws.com", sub "repo:octo\/app:environment:prod"; a condition on sts:RoleSessionName needs StringLike "daypass-deploy-\*"$/,
  })
})

test('what AssumeRoleWithWebIdentity cannot carry is refused before AWS is asked', async () => {
  const role = { ...DEPLOY, source_identity: 'ann', session_tags: { team: 'x' } }
  await assert.rejects(issue(portsFor(SUBJECT), { role, holder: { kind: 'github' } }), {
    code: 'aws-rejected',
    message: /takes no source_identity, session_tags$/,
  })
})

test('two clients share one session of the broker, and both are the broker', async () => {
  const config = { region: 'us-east-1', iamEndpoint: sandbox.url, stsEndpoint: sandbox.url }
  let tokens = 0
  const identityToken = async (): Promise<Secret> => {
    tokens++
    return new Secret(await tokenOf(sandbox, SUBJECT))
  }
  const roleArn = 'arn:aws:iam::123456789012:role/broker'
  const credentials = webIdentitySession(
    awsClients(config),
    { roleArn, sessionName: 'job-42' },
    { clock: systemClock, identityToken },
  )
  const both = [1, 2].map(() => awsClients({ ...config, credentials }))
  const callers = await Promise.all(both.map(async (clients) => await callerIdentity(clients)))
  assert.deepEqual(
    new Set(callers.map(({ arn }) => arn)),
    new Set([`arn:aws:sts::123456789012:assumed-role/broker/job-42`]),
  )
  assert.equal(tokens, 1)
})
