import assert from 'node:assert/strict'
import { STS } from '@aws-sdk/client-sts'
import { S3 } from '@aws-sdk/client-s3'
import type { OwnClock } from '../../core/clock.ts'
import type { AssumedRoleRole } from '../../core/role/role.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import { type Stage, json, openStage } from '../cli/stage.ts'

const opened = await openStage()
export const { sandbox } = opened
/** Whoever waits moves the sandbox's time. */
export const clock: OwnClock = {
  ...sandbox.clock,
  sleep: async (milliseconds) => {
    sandbox.clock.advance(milliseconds / 1000)
    await Promise.resolve()
  },
}
/** `daypass` on a sandbox with roles to be stopped. */
export const stage: Stage = {
  ...opened,
  daypass: async (argv, options) => await opened.daypass(argv, { clock, ...options }),
}
export const DEPLOY = 'arn:aws:iam::123456789012:role/deploy'
const SECOND = 'arn:aws:iam::123456789012:role/second'
/** Neither store nor role files. */
export const NO_STORE = { DAYPASS_STATE: 's3://no-such-bucket', DAYPASS_ROLES: '/nonexistent' }

function withArns(name: string, arns: readonly string[]): void {
  stage.role(name, `credential_type: assumed_role\nrole_arns: [${arns.join(', ')}]\n`)
  const none = { policy_arns: [], iam_groups: [], session_tags: {} }
  const times = { default_sts_ttl: 1800, max_sts_ttl: 3600 }
  const role: AssumedRoleRole = {
    name,
    credential_type: 'assumed_role',
    role_arns: arns,
    ...none,
    ...times,
  }
  seedRoles(stage.sandbox, [role])
}

withArns('deploy', [DEPLOY])
withArns('both', [SECOND, DEPLOY])

/** Issues, and answers what `--format json` prints. */
export async function issued(
  role: string,
  ...more: readonly string[]
): Promise<Readonly<Record<string, unknown>>> {
  return json((await stage.daypass(['issue', role, ...more, '--format', 'json'])).stdout)
}

/** Whether AWS takes credentials: of an issue, or of STS. */
export async function works(credentials: Readonly<Record<string, unknown>>): Promise<boolean> {
  const session = credentials['session_token']
  const client = new S3({
    endpoint: stage.sandbox.url,
    region: 'us-east-1',
    credentials: {
      accessKeyId: String(credentials['access_key']),
      secretAccessKey: String(credentials['secret_key']),
      ...(typeof session === 'string' ? { sessionToken: session } : {}),
    },
  })
  try {
    await client.listBuckets()
    return true
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    assert.match(name, /AccessDenied|InvalidAccessKeyId|InvalidClientTokenId/)
    return false
  } finally {
    client.destroy()
  }
}

/** Clients of the administrator. */
export const ROOT = {
  endpoint: stage.sandbox.url,
  region: 'us-east-1',
  credentials: stage.sandbox.root,
}

/** A session of `deploy` that daypass knows nothing of. */
export async function takenByHand(): Promise<Readonly<Record<string, unknown>>> {
  const { Credentials } = await new STS(ROOT).assumeRole({
    RoleArn: DEPLOY,
    RoleSessionName: 'somebody',
  })
  return {
    access_key: Credentials?.AccessKeyId,
    secret_key: Credentials?.SecretAccessKey,
    session_token: Credentials?.SessionToken,
  }
}
