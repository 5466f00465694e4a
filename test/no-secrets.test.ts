/** No secret in anything printed, logged, stored or thrown: flows with secrets that are all known. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import { issue } from '../core/issue.ts'
import { parseRole } from '../core/role/parse-role.ts'
import { CREDENTIAL_TYPES, type CredentialType } from '../core/role/role.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { FaultEffect } from '../sandbox/faults.ts'
import { json, openStage } from './cli/stage.ts'
import { sandboxPorts } from './support/sandbox-ports.ts'
import { setEnvironment } from './support/process-environment.ts'

const stage = await openStage()
const { sandbox } = stage
const secrets = secretsOf(sandbox)
const scratch = mkdtempSync(join(tmpdir(), 'daypass-secrets-'))
after(() => {
  rmSync(scratch, { recursive: true })
})

const READ = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
}
const FIELDS: Readonly<Record<CredentialType, object>> = {
  iam_user: { policy_document: READ },
  assumed_role: { role_arns: ['arn:aws:iam::123456789012:role/deploy-role'] },
  federation_token: { policy_document: READ },
  session_token: {},
}
for (const type of CREDENTIAL_TYPES) stage.role(type, roleText(type))
await makeRole()

/** What was made visible by a command, under the words that ran it; credentials that were asked for are not in it. */
const shown = new Map<string, string>()
const STATES = { s3: 's3://daypass-state', directory: pathToFileURL(scratch).href }

for (const [place, state] of Object.entries(STATES)) {
  for (const type of CREDENTIAL_TYPES) {
    test(`no secret shows in the life of a lease of type ${type} with its state in ${place}`, async () => {
      const run = async (...words: string[]) => {
        await show(words, { DAYPASS_STATE: state })
      }
      const issued = await stage.daypass(['issue', type], {
        env: { ...stage.env, DAYPASS_STATE: state, DAYPASS_DEBUG: '1' },
      })
      assert.equal(issued.code, 0, issued.stderr)
      // The search finds what is there: the one place that shows secrets does.
      assert.notDeepEqual(leaksIn(issued.stdout), [])
      shown.set(`issue ${type}, standard error`, issued.stderr)
      const id = String(json(issued.stdout)['lease_id'])
      await run('lease', id)
      await run('lease', id, '--json')
      await run('leases')
      await run('leases', '--json')
      await run('renew', id, '--increment', '90m')
      await run('exec', type, '--', process.execPath, '--version')
      await run('revoke', id)
      await run('revoke', id, '--json')
      await run('lease', id)
      await run('sweep')
      await run('doctor', '--json')
      await run('role', 'show', type)
      assertNothingLeaked()
    })
  }
}

const ACTIONS: Readonly<Record<CredentialType, readonly string[]>> = {
  iam_user: ['CreateUser', 'CreateAccessKey', 'PutUserPolicy'],
  assumed_role: ['AssumeRole'],
  federation_token: ['GetFederationToken'],
  session_token: ['GetSessionToken'],
}

const FAULTS: readonly FaultEffect[] = [
  {
    kind: 'status',
    status: 403,
    code: 'SignatureDoesNotMatch',
    message: `the string to sign was ${sandbox.root.secretAccessKey}`,
  },
  { kind: 'status', status: 400, code: 'ValidationError' },
  { kind: 'status', status: 500, code: 'InternalFailure' },
  { kind: 'drop-after' },
]

for (const type of CREDENTIAL_TYPES) {
  test(`no secret shows when AWS fails while a lease of type ${type} is issued`, async () => {
    for (const action of [...ACTIONS[type], 'PutObject']) {
      for (const effect of FAULTS) {
        const remove = sandbox.faults.add({ action, effect })
        try {
          const thrown = await throwsOf(type)
          shown.set(`error of ${type} after ${action}: ${JSON.stringify(effect)}`, thrown)
          // The command tries again for seconds where that may help; what AWS refuses for good it tells at once.
          if (effect.kind !== 'status' || effect.status >= 500) continue
          await show(['issue', type])
          // A session token waits for a second of its own, in real time.
          if (type === 'session_token') continue
          await show(['issue', type, '--json'])
        } finally {
          remove()
        }
      }
    }
    assertNothingLeaked()
  })
}

test('no secret shows when the key of daypass is wrong or missing', async (t) => {
  for (const env of [
    { AWS_SECRET_ACCESS_KEY: 'w'.repeat(40) },
    { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
  ]) {
    setEnvironment(t, env)
    for (const type of CREDENTIAL_TYPES) await show(['issue', type])
    await show(['doctor'])
  }
  assertNothingLeaked()
  assert.deepEqual(
    [...shown.values()].filter((text) => text.includes('w'.repeat(40))),
    [],
  )
})

function assertNothingLeaked(): void {
  const stored = [...objectsIn(sandbox), ...filesIn(scratch)]
  const leaks = [...shown, ...stored].flatMap(([where, text]) =>
    leaksIn(text).map((leak) => `${where}: ${leak}`),
  )
  assert.deepEqual(leaks, [])
  assert.ok(stored.length > 0 && secrets.size > 1)
}

/** Runs a command and keeps what it prints, with traces of errors. */
async function show(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { stdout, stderr, code } = await stage.daypass(words, {
    env: { ...stage.env, ...env, DAYPASS_DEBUG: '1' },
  })
  const handedOut = words[0] === 'issue' && code === 0
  shown.set(`${words.join(' ')} (${code}, ${shown.size})`, `${handedOut ? '' : stdout}${stderr}`)
}

/** An error as deep as it goes, as a program that uses the domain might log it. */
async function throwsOf(type: CredentialType): Promise<string> {
  const role = parseRole(roleText(type), { file: `${type}.yaml`, name: type, dialect: 'aws' })
  try {
    const { lease } = await issue(sandboxPorts(sandbox), { role, holder: { kind: 'shell' } })
    return inspect(lease, { depth: Infinity })
  } catch (error) {
    return inspect(error, { depth: Infinity, showHidden: true })
  }
}

function roleText(type: CredentialType): string {
  return JSON.stringify({ credential_type: type, ...FIELDS[type] })
}

/** Secret keys and session tokens of a sandbox, those that are still to be made too. */
function secretsOf({ world, root }: Sandbox): ReadonlySet<string> {
  const found = new Set([root.secretAccessKey])
  const { accessKeys, sessions } = world
  const setKey = accessKeys.set.bind(accessKeys)
  accessKeys.set = (id, key) => {
    found.add(key.secretAccessKey)
    setKey(id, key)
  }
  const setSession = sessions.set.bind(sessions)
  sessions.set = (id, session) => {
    found.add(session.secretAccessKey).add(session.token)
    return setSession(id, session)
  }
  return found
}

/** Secrets in a text, whole or cut at either end, plain or encoded. Answers their first characters. */
function leaksIn(text: string): readonly string[] {
  return [...secrets]
    .filter((secret) => partsOf(secret).some((part) => text.includes(part)))
    .map((secret) => `${secret.slice(0, 4)}…`)
}

function partsOf(secret: string): readonly string[] {
  const pieces = [secret.slice(0, 20), secret.slice(-20)]
  // The middle of base64 text, where neighbours have no say.
  const encoded = Buffer.from(secret).toString('base64').slice(0, 24)
  return [...pieces, ...pieces.map(encodeURIComponent), encoded]
}

function objectsIn({ world }: Sandbox): readonly (readonly [string, string])[] {
  return [...world.buckets.values()].flatMap(({ objects }) =>
    [...objects].flatMap(([key, versions]) =>
      versions.map(
        ({ body, headers }) =>
          [`object ${key}`, `${key} ${body.toString()} ${JSON.stringify(headers)}`] as const,
      ),
    ),
  )
}

function filesIn(directory: string): readonly (readonly [string, string])[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(
      (entry) =>
        [`file ${entry.name}`, readFileSync(join(entry.parentPath, entry.name), 'utf8')] as const,
    )
}

async function makeRole(): Promise<void> {
  const { awsClients } = await import('../aws/clients/clients.ts')
  const iam = await awsClients({
    region: 'us-east-1',
    iamEndpoint: sandbox.url,
    credentials: sandbox.root,
  }).iam()
  const Statement = {
    Effect: 'Allow',
    Principal: { AWS: '123456789012' },
    Action: 'sts:AssumeRole',
  }
  await iam.createRole({
    RoleName: 'deploy-role',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  })
  const bucket = sandbox.world.buckets.get('daypass-state')
  // What is removed or replaced stays as an old version, to be searched as well.
  if (bucket !== undefined) bucket.versioning = 'Enabled'
}
