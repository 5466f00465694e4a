/** Credentials that daypass issued, in the hands of programs that nobody here wrote, until they are revoked. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { S3 } from '@aws-sdk/client-s3'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { issue } from '../../core/issue.ts'
import { revoke } from '../../core/revoke.ts'
import type { AssumedRoleRole, IamUserRole } from '../../core/role/role.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import { cleanForEachTest } from '../support/clean-sandbox.ts'
import { sandboxPorts } from '../support/sandbox-ports.ts'
import { needs, programWith, writeTerraform } from './programs.ts'

const BUCKET = 'my-bucket'
const policy_document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
    },
  ],
})
const none = { policy_arns: [], iam_groups: [] }
const ROLES: readonly (IamUserRole | AssumedRoleRole)[] = [
  {
    name: 'writer',
    credential_type: 'iam_user',
    policy_document,
    iam_tags: {},
    user_path: '/daypass/',
    default_ttl: 3600,
    max_ttl: 3600,
    ...none,
  },
  {
    name: 'deployer',
    credential_type: 'assumed_role',
    role_arns: ['arn:aws:iam::123456789012:role/deployer'],
    policy_document,
    session_tags: {},
    default_sts_ttl: 3600,
    max_sts_ttl: 3600,
    ...none,
  },
]

const aws = await needs('aws')
const terraform = await needs('terraform')
const sandbox = await startSandbox()
after(() => sandbox.stop())
seedRoles(sandbox, ROLES)
cleanForEachTest(sandbox)
const ports = sandboxPorts(sandbox)

for (const role of ROLES) {
  const issueOne = async (): Promise<Issuance> =>
    await issue(ports, { role, holder: { kind: 'shell' } })

  test(
    `the AWS CLI works with an issued ${role.credential_type} until it is revoked`,
    aws,
    async (t) => {
      const { lease, credentials } = await issueOne()
      const { folder, run } = await programWith(t, credentials, sandbox.url)
      await writeFile(join(folder, 'note'), 'hello')
      await run('aws', 's3', 'cp', '--quiet', 'note', `s3://${BUCKET}/note`)
      assert.equal(await run('aws', 's3', 'cp', '--quiet', `s3://${BUCKET}/note`, '-'), 'hello')
      assert.match(await run('aws', 'sts', 'get-caller-identity'), new RegExp(lease.id.slice(-22)))
      await assert.rejects(run('aws', 'iam', 'list-users'), /AccessDenied/)
      assert.equal((await revoke(ports, lease.id)).status, 'revoked')
      await assert.rejects(
        run('aws', 's3', 'ls', `s3://${BUCKET}/`),
        /AccessDenied|InvalidAccessKeyId/,
      )
    },
  )

  test(
    `Terraform’s S3 backend works with an issued ${role.credential_type} until it is revoked`,
    terraform,
    async (t) => {
      const { lease, credentials } = await issueOne()
      const { folder, run } = await programWith(t, credentials, sandbox.url)
      await writeTerraform(folder, BUCKET)
      await run('terraform', 'init', '-no-color')
      await run('terraform', 'apply', '-auto-approve', '-no-color')
      const s3 = new S3({
        region: 'us-east-1',
        endpoint: sandbox.url,
        forcePathStyle: true,
        credentials: sandbox.root,
      })
      const { Body } = await s3.getObject({ Bucket: BUCKET, Key: 'terraform.tfstate' })
      assert.match((await Body?.transformToString()) ?? '', /terraform_data/)
      assert.equal((await revoke(ports, lease.id)).status, 'revoked')
      await assert.rejects(
        run('terraform', 'apply', '-auto-approve', '-no-color'),
        /AccessDenied|InvalidAccessKeyId|403/,
      )
    },
  )
}
