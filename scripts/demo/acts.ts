import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { formatDuration } from '../../core/language/duration.ts'
import { issue } from '../../core/issue.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { renew } from '../../core/renew.ts'
import { revoke } from '../../core/revoke.ts'
import { type Role, ttlLimits } from '../../core/role/role.ts'
import { sweep } from '../../core/sweep.ts'
import { heading, line, remark } from './print.ts'
import { type Stage, tryOnS3 } from './stage.ts'

const HOLDER = { kind: 'shell', user: 'you', host: 'demo' } as const

/** The roles, as they were read. */
export function showRoles({ roles }: Stage): void {
  heading('Roles are files: examples/roles')
  for (const role of roles) {
    const ttl = `${formatDuration(ttlLimits(role).default)}, at most ${formatDuration(ttlLimits(role).max)}`
    line('role', `${role.name.padEnd(15)} ${role.credential_type.padEnd(17)} ${ttl}`)
  }
}

/** A user of its own: made, used, renewed, deleted. */
export async function showUser(stage: Stage): Promise<void> {
  heading('s3-reader: an IAM user for one lease (iam_user)')
  const { lease, credentials } = await issueFrom(stage, 's3-reader')
  await show(stage, 'get', { lease, credentials })
  await show(stage, 'put', { lease, credentials })
  const { lease: renewed } = await renew(stage.portsAfter(0), lease.id, { incrementSeconds: 7200 })
  line('renewed', `until ${renewed.expiresAt.toISOString()}`)
  await revokeAndShow(stage, { lease, credentials })
}

/** Two sessions of one role: one is revoked, the other works on. */
export async function showSiblings(stage: Stage): Promise<void> {
  heading('deploy-role: two sessions of one role (assumed_role); only one is revoked')
  const first = await issueFrom(stage, 'deploy-role')
  const second = await issueFrom(stage, 'deploy-role')
  await show(stage, 'get', first, 'first: ')
  await show(stage, 'get', second, 'second:')
  await revokeAndShow(stage, first, 'first: ')
  await show(stage, 'get', second, 'second:')
}

/** A session that lives for two minutes, though AWS's shortest is fifteen. */
export async function showShort(stage: Stage): Promise<void> {
  heading('deploy-role for two minutes: shorter than AWS can')
  const issuance = await issueFrom(stage, 'deploy-role', 120)
  stage.advance(119)
  await show(stage, 'get', issuance, 'after 1:59')
  stage.advance(3)
  await show(stage, 'get', issuance, 'after 2:02')
  stage.advance(-122)
}

/** The two types that come from the IAM user whose key daypass runs with. */
export async function showRootTypes(stage: Stage): Promise<void> {
  for (const name of ['console-reader', 'operator']) {
    const role = stage.roles.find((one) => one.name === name)
    heading(
      `${name}: ${role?.credential_type === 'session_token' ? 'a session with the rights of daypass’s own user (session_token)' : 'a narrowed session of daypass’s own user (federation_token)'}`,
    )
    const issuance = await issueFrom(stage, name)
    await show(stage, 'get', issuance)
    await revokeAndShow(stage, issuance)
  }
}

/** A process killed while AWS is making a key, and the sweep that cleans up after it. */
export async function showCrash(stage: Stage, cli: string): Promise<void> {
  heading('kill -9 in the middle of issuing, and the sweep')
  const { sandbox } = stage
  sandbox.faults.add({
    service: 'iam',
    action: 'CreateAccessKey',
    nth: 1,
    effect: { kind: 'hang-after' },
  })
  const child = spawn(
    process.execPath,
    [cli, 'issue', 's3-reader', '--roles', 'examples/roles', '--format', 'json'],
    {
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        AWS_ACCESS_KEY_ID: sandbox.root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: sandbox.root.secretAccessKey,
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: sandbox.url,
        DAYPASS_STATE: stage.stateUrl,
      },
    },
  )
  await sandbox.faults.hang()
  child.kill('SIGKILL')
  await once(child, 'exit')
  sandbox.faults.clear()
  line(
    'killed',
    `daypass issue s3-reader, after AWS had made the key. Users left: ${usersOf(stage)}`,
  )
  stage.advance(360)
  const report = await sweep(stage.portsAfter(360))
  line(
    'swept',
    `six minutes later: ${report.ended.map(({ id }) => id).join(', ')}. Users left: ${usersOf(stage)}`,
  )
}

async function issueFrom(stage: Stage, name: string, ttlSeconds?: number): Promise<Issuance> {
  const role = stage.roles.find((one): one is Role => one.name === name)
  if (role === undefined) throw new Error(`examples/roles has no ${name}`)
  const issuance = await issue(stage.portsAfter(0), { role, holder: HOLDER, ttlSeconds })
  line('issued', issuance.lease.id)
  if (issuance.credentials.arn !== undefined) remark(`          ${issuance.credentials.arn}`)
  return issuance
}

const DEEDS = {
  get: 's3:GetObject my-bucket/hello.txt',
  put: 's3:PutObject my-bucket/new.txt  ',
} as const

async function show(
  stage: Stage,
  deed: 'get' | 'put',
  { credentials }: Issuance,
  who = '',
): Promise<void> {
  const { allowed, answer } = await tryOnS3(stage, credentials, deed)
  line(allowed ? 'allowed' : 'refused', `${who === '' ? '' : `${who} `}${DEEDS[deed]}  ${answer}`)
}

async function revokeAndShow(stage: Stage, issuance: Issuance, who = ''): Promise<void> {
  const result = await revoke(stage.portsAfter(0), issuance.lease.id)
  line(result.status, issuance.lease.id)
  await show(stage, 'get', issuance, who)
}

function usersOf({ sandbox }: Stage): number {
  const users = [...sandbox.world.account(sandbox.accountId).users.values()]
  return users.filter(({ arn }) => !arn.endsWith('/daypass-root')).length
}

/** The last words. */
export function showEnd(seconds: string): void {
  heading('That was all, on this machine only')
  remark(
    `${seconds} s. The sandbox stands in for AWS: it enforces policies, conditions and expiry as AWS`,
  )
  remark('documents them, at once. AWS itself takes some seconds to spread a change of IAM.')
  remark(
    'Try your own roles: npx daypass sandbox --roles DIR -- npx daypass exec ROLE -- your-command',
  )
}
