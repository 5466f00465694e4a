/** `daypass prove` on sandboxes of all kinds. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import { run } from '../../cli/run.ts'
import { systemClock } from '../../core/clock.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts'
import type { IamRole, User } from '../../sandbox/world/entities.ts'
import { nameKey } from '../../sandbox/world/world.ts'
import type { Key } from '../support/sandbox-ports.ts'
import { type RecordingOptions, recordingContext } from './recording-context.ts'
import { type Ended, json } from './stage.ts'

const text = readFileSync(new URL('../../docs/prove.md', import.meta.url), 'utf8')
const [, documented = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? []
const scratch = mkdtempSync(join(tmpdir(), 'daypass-test-'))
after(() => {
  rmSync(scratch, { recursive: true })
})

/** A line of the table. */
export interface Row {
  readonly case: string
  readonly expected: string
  readonly found: string
  readonly verdict: string
  readonly took_ms?: { readonly p50: number; readonly p99: number; readonly samples: number }
}

/** What the command meets. */
export interface World extends RecordingOptions {
  readonly sandbox?: SandboxOptions
  /** Whose credentials daypass runs with; the administrator's when absent. */
  readonly credentials?: (sandbox: Sandbox) => Promise<Key & { sessionToken?: string }>
  /** What befalls the sandbox whenever daypass waits. */
  readonly meanwhile?: (sandbox: Sandbox, send: (signal: 'SIGINT') => void) => void
}

/** How it ended, and what is in the account then. */
export interface Proved extends Ended {
  readonly rows: readonly Row[]
  readonly left: readonly { readonly arn: string; readonly why: string }[]
  /** Names of roles and users that are in the account afterwards. */
  readonly remaining: readonly string[]
  readonly sandbox: Sandbox
}

/** Runs the command on a sandbox of its own, whose time goes on while daypass waits and at no other time. */
export async function prove(words: readonly string[], world: World = {}): Promise<Proved> {
  const start = systemClock.now()
  const sandbox = await startSandbox({
    ...world.sandbox,
    clock: { ...systemClock, now: () => start },
  })
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = (await world.credentials?.(sandbox)) ?? {
      ...sandbox.root,
      sessionToken: undefined,
    }
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: 'us-east-1',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      TMPDIR: scratch,
    })
    if (sessionToken === undefined) Reflect.deleteProperty(process.env, 'AWS_SESSION_TOKEN')
    else process.env['AWS_SESSION_TOKEN'] = sessionToken
    const recording = recordingContext(world)
    const sleep = (milliseconds: number): Promise<void> => {
      sandbox.clock.advance(milliseconds / 1000)
      world.meanwhile?.(sandbox, recording.send)
      return Promise.resolve()
    }
    const clock = { ...sandbox.clock, sleep }
    const code = await run(['prove', ...words], { ...recording.context, clock })
    const [stdout, stderr] = [recording.stdout(), recording.stderr()]
    const { cases = [], left = [] } = stdout.startsWith('{') ? json(stdout) : {}
    const remaining = entities(sandbox).map(({ name }) => name)
    refuseSecrets(sandbox, stdout + stderr)
    assert.deepEqual(readdirSync(scratch), [])
    return {
      ...{ code, stdout, stderr, sandbox, remaining },
      rows: cases as Row[],
      left: left as Proved['left'],
    }
  } finally {
    await sandbox.stop()
  }
}

function refuseSecrets({ world }: Sandbox, printed: string): void {
  assert.ok(world.sessions.size > 0 || printed.length < 1000)
  for (const { secretAccessKey, token } of world.sessions.values()) {
    assert.ok(!printed.includes(secretAccessKey) && !printed.includes(token))
  }
}

/** Roles and users of the account. */
export function entities({ world, accountId }: Sandbox): readonly (IamRole | User)[] {
  const { roles, users } = world.account(accountId)
  return [...roles.values(), ...users.values()]
}

/** Rewrites the inline policies of everything that daypass made. */
export function rewrite(
  { world, accountId }: Sandbox,
  change: (inline: IamRole['inline']) => IamRole['inline'],
): void {
  const { roles, users } = world.account(accountId)
  for (const table of [roles, users]) {
    for (const one of table.values()) {
      if (one.name.startsWith('daypass-prove-')) {
        table.set(nameKey(one.name), { ...one, inline: change(one.inline) } as IamRole & User)
      }
    }
  }
}

/** A user with the rights of the document and no others. */
export async function withDocumentedRights({ url, root }: Sandbox): Promise<Key> {
  const iam = new IAM({ endpoint: url, region: 'us-east-1', credentials: root })
  const UserName = 'prover'
  await iam.createUser({ UserName })
  const { Policy } = await iam.createPolicy({ PolicyName: 'rights', PolicyDocument: documented })
  await iam.attachUserPolicy({ UserName, PolicyArn: Policy?.Arn })
  const { AccessKey } = await iam.createAccessKey({ UserName })
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  }
}

/** A session of an administrator's role. */
export async function asSession({ url, root }: Sandbox): Promise<Key & { sessionToken: string }> {
  const iam = new IAM({ endpoint: url, region: 'us-east-1', credentials: root })
  const sts = new STS({ endpoint: url, region: 'us-east-1', credentials: root })
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' }],
  }
  const { Role: role } = await iam.createRole({
    RoleName: 'admin',
    AssumeRolePolicyDocument: JSON.stringify(trust),
  })
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
  await iam.attachRolePolicy({ RoleName: 'admin', PolicyArn })
  const { Credentials } = await sts.assumeRole({ RoleArn: role?.Arn, RoleSessionName: 'ann' })
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
}
