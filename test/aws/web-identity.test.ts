import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { callerIdentity } from '../../aws/caller.ts'
import { awsClients } from '../../aws/clients.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'

const SUBJECT = 'repo:octo/app:ref:refs/heads/main'

test('daypass runs on a web identity alone, as the SDK finds it: a token file and the ARN of a role', async (t) => {
  const sandbox = await startSandbox()
  const folder = mkdtempSync(join(tmpdir(), 'daypass-token-'))
  t.after(async () => {
    await sandbox.stop()
    rmSync(folder, { recursive: true })
  })
  const { url, root } = sandbox
  const admin = await awsClients({ region: 'us-east-1', iamEndpoint: url, credentials: root }).iam()
  const { OpenIDConnectProviderArn } = await admin.createOpenIDConnectProvider({
    Url: `${url}/_sandbox/oidc`,
    ClientIDList: ['sts.amazonaws.com'],
  })
  const Statement = {
    Effect: 'Allow',
    Principal: { Federated: OpenIDConnectProviderArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${new URL(url).host}/_sandbox/oidc:sub`]: SUBJECT } },
  }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  const { Role } = await admin.createRole({ RoleName: 'broker', AssumeRolePolicyDocument })

  const query = new URLSearchParams({ sub: SUBJECT, audience: 'sts.amazonaws.com' })
  const reply = await fetch(`${url}/_sandbox/oidc/token?${query.toString()}`)
  const file = join(folder, 'token')
  writeFileSync(file, ((await reply.json()) as { value: string }).value)
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_WEB_IDENTITY_TOKEN_FILE: file,
    AWS_ROLE_ARN: Role?.Arn,
    AWS_ROLE_SESSION_NAME: 'job-1',
  })
  const { arn } = await callerIdentity(awsClients({}), {})
  assert.equal(arn, 'arn:aws:sts::123456789012:assumed-role/broker/job-1')
})
