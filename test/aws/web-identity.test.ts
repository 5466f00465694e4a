import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { callerIdentity } from '../../aws/clients/caller.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { setEnvironment } from '../support/process-environment.ts'
import { tokenOf, trustSubject } from '../support/sandbox-oidc.ts'

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
  const AssumeRolePolicyDocument = await trustSubject(sandbox, admin, SUBJECT)
  const { Role } = await admin.createRole({ RoleName: 'broker', AssumeRolePolicyDocument })

  const file = join(folder, 'token')
  writeFileSync(file, await tokenOf(sandbox, SUBJECT))
  setEnvironment(t, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_WEB_IDENTITY_TOKEN_FILE: file,
    AWS_ROLE_ARN: Role?.Arn,
    AWS_ROLE_SESSION_NAME: 'job-1',
  })
  const { arn } = await callerIdentity(awsClients({}), {})
  assert.equal(arn, 'arn:aws:sts::123456789012:assumed-role/broker/job-1')
})
