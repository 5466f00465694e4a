import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { IAM } from '@aws-sdk/client-iam'
import { S3 } from '@aws-sdk/client-s3'
import { STS, type Credentials } from '@aws-sdk/client-sts'
import { assemblePorts } from '../../assembly/assemble.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { issue } from '../../core/issue.ts'
import type { Ports } from '../../core/ports.ts'
import { sweep } from '../../core/sweep.ts'
import { brokeredTrustPolicy } from '../../core/trust/trust-policy.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import type { Stage } from '../cli/stage.ts'
import { roleFrom } from '../rights/deployments.ts'
import { rightClock } from '../support/right-clock.ts'

const REGION = 'us-east-1'
const HOLDER = { kind: 'github' } as const

/** What is used: the state, and the roles as they stand in files. */
export interface Use {
  readonly state: string
  readonly deploy: Readonly<Record<string, unknown>>
  readonly reader: Readonly<Record<string, unknown>>
  /** Of the job. */
  readonly subject: string
}

/**
 * A job takes the broker's role with its token and issues from both roles; later the sweeper takes back what is due. Each
 * has only what the module gave. Lambda, which is not there, is played by the administrator.
 */
export async function useAsJob({ sandbox, alive }: Stage, used: Use): Promise<void> {
  const account = `arn:aws:iam::${sandbox.accountId}`
  const iam = new IAM({ region: REGION })
  const deploy = roleFrom('deploy', used.deploy)
  await iam.createRole({
    RoleName: 'deploy',
    AssumeRolePolicyDocument: JSON.stringify(
      brokeredTrustPolicy(deploy, `${account}:role/daypass-broker`),
    ),
  })
  await assert.rejects(broker(sandbox, `${used.subject}-other`), /Not authorized/)
  await assert.rejects(broker(sandbox, used.subject, 'another.example'), /audience/)
  const job = portsWith(sandbox, used.state, await broker(sandbox, used.subject))
  for (const role of [deploy, roleFrom('reader', used.reader)]) {
    await issue(job, { role, holder: HOLDER, ttlSeconds: 900 })
  }
  assert.equal(alive().filter((name) => name.startsWith('daypass-reader-')).length, 1)

  const policy = await new S3({ region: REGION, forcePathStyle: true }).getBucketPolicy({
    Bucket: 'acme-daypass',
  })
  assert.deepEqual((JSON.parse(policy.Policy ?? '{}') as { Statement: unknown }).Statement, [
    {
      Sid: 'OnlyOverTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::acme-daypass', 'arn:aws:s3:::acme-daypass/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ])

  sandbox.clock.advance(7200)
  const swept = await sweep(portsWith(sandbox, used.state, await sweeper(sandbox, iam)))
  assert.equal(swept.ended.length, 2)
  assert.deepEqual(swept.failed, [])
  assert.deepEqual(
    alive().filter((name) => name.startsWith('daypass-reader-')),
    [],
  )
}

async function broker(
  sandbox: Sandbox,
  sub: string,
  audience = 'sts.amazonaws.com',
): Promise<Credentials> {
  const query = new URLSearchParams({ sub, audience }).toString()
  const answer = await fetch(`${sandbox.url}/_sandbox/oidc/token?${query}`)
  const { value } = (await answer.json()) as { value: string }
  const { Credentials: taken } = await new STS({ region: REGION }).assumeRoleWithWebIdentity({
    RoleArn: `arn:aws:iam::${sandbox.accountId}:role/daypass-broker`,
    RoleSessionName: 'job',
    WebIdentityToken: value,
  })
  assert.ok(taken)
  return taken
}

async function sweeper(sandbox: Sandbox, iam: IAM): Promise<Credentials> {
  const account = `arn:aws:iam::${sandbox.accountId}`
  const Principal = { AWS: `${account}:user/daypass-root` }
  const Statement = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }
  await iam.updateAssumeRolePolicy({
    RoleName: 'daypass-sweeper',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  })
  const { Credentials: taken } = await new STS({ region: REGION }).assumeRole({
    RoleArn: `${account}:role/daypass-sweeper`,
    RoleSessionName: 'daypass-sweep',
  })
  assert.ok(taken)
  return taken
}

function portsWith({ clock, url }: Sandbox, state: string, taken: Credentials): Ports {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = taken
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  }
  const random = (size: number): Uint8Array => randomBytes(size)
  const config = { region: REGION, iamEndpoint: url, stsEndpoint: url, credentials }
  const clients = awsClients(config)
  const place = { clock, random, region: REGION, endpoint: url, credentials }
  const opened = openState(parseStateUrl(state), place)
  return assemblePorts({ clients, config, state: opened, clock: rightClock(clock), random })
}
