import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { IAM } from '@aws-sdk/client-iam'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { directoryObjects } from '../../state/directory/directory-objects.ts'
import type { ObjectStore } from '../../state/objects.ts'
import { json, jsonList, openStage } from './stage.ts'

const stage = await openStage()
const { sandbox } = stage
const iam = new IAM({ region: 'us-east-1', endpoint: sandbox.url, credentials: sandbox.root })
const identity = await generateIdentity()
const KEYS = {
  DAYPASS_RECIPIENT: await identityToRecipient(identity),
  DAYPASS_IDENTITY: identity,
}
const scratch = mkdtempSync(join(tmpdir(), 'daypass-changes-'))
after(() => {
  rmSync(scratch, { recursive: true })
})

/** A command on a state in a directory, and what the trail gained by it. */
async function audited(name: string, argv: readonly string[], stdin?: string) {
  const directory = join(scratch, name)
  const objects = directoryObjects(directory, { clock: sandbox.clock })
  const before = new Set((await trail(objects)).keys())
  const env = { ...stage.env, ...KEYS, DAYPASS_STATE: pathToFileURL(directory).href }
  const ended = await stage.daypass(argv, { env, ...(stdin === undefined ? {} : { stdin }) })
  assert.equal(ended.code, 0, `${argv.join(' ')}: ${ended.stderr}`)
  const events = [...(await trail(objects))]
    .filter(([key]) => !before.has(key))
    .map(([, one]) => one)
  return { ...ended, events, names: events.map(({ event }) => event) }
}

async function trail(objects: ObjectStore) {
  const told = new Map<string, ReturnType<typeof json>>()
  for await (const key of objects.list('audit/'))
    told.set(key, json((await objects.get(key))?.body ?? ''))
  return told
}

const READER = JSON.stringify({
  credential_type: 'iam_user',
  policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
})

test('writing and deleting a role leaves events that say who, and deleting names the leases that live', async () => {
  const written = await audited('roles', ['role', 'write', '-', '--name', 'app'], READER)
  assert.deepEqual(written.names, ['role-written'])
  const [event] = written.events
  assert.equal(event?.['role'], 'app')
  assert.equal(event['credential_type'], 'iam_user')
  assert.equal(event['holder_kind'], 'shell')
  assert.match(String(event['time']), /^\d{4}-/)
  const issued = await audited('roles', ['issue', 'app', '--roles', 'state:', '--json'])
  const id = String(json(issued.stdout)['lease_id'])
  const deleted = await audited('roles', ['role', 'delete', 'app', '--json'])
  assert.deepEqual(deleted.names, ['role-deleted'])
  assert.deepEqual(json(deleted.stdout)['live_leases'], [id])
  assert.ok(deleted.stderr.includes(id))
  const { stdout } = await audited('roles', ['report', '--json'])
  assert.deepEqual(
    jsonList(stdout, 'changes').map(({ event: what, subject }) => [what, subject]),
    [
      ['role-written', 'app'],
      ['role-deleted', 'app'],
    ],
  )
  assert.doesNotMatch((await audited('roles', ['doctor'])).stdout, /audit\//)
})

test('a static role leaves events when it is written, read, rotated and deleted, and none holds a secret', async () => {
  await iam.createUser({ UserName: 'legacy' })
  const file = join(scratch, 'old.yaml')
  writeFileSync(file, 'username: legacy\nrotation_period: 2h\ngrace_period: 0s\n')
  const events = [
    await audited('static', ['static-role', 'write', file]),
    await audited('static', ['static-creds', 'old']),
    await audited('static', ['static-role', 'rotate', 'old', '--grace', '0s']),
    await audited('static', ['static-role', 'delete', 'old']),
  ].flatMap((one) => one.events)
  assert.deepEqual(
    events.map(({ event, static_role, user_name }) => [event, static_role, user_name]),
    ['written', 'read', 'rotated', 'deleted'].map((what) => [
      `static-role-${what}`,
      'old',
      'legacy',
    ]),
  )
  assert.match(String(events[1]?.['access_key_id']), /^AKIA/)
  assert.ok(!JSON.stringify(events).includes('secret'))
})

test('a root key leaves events when it is set and rotated', async () => {
  await iam.createUser({ UserName: 'issuer' })
  await iam.putUserPolicy({
    UserName: 'issuer',
    PolicyName: 'all',
    PolicyDocument:
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
  })
  const key = JSON.stringify(await iam.createAccessKey({ UserName: 'issuer' }))
  const set = await audited('root', ['root', 'set', '-'], key)
  assert.deepEqual(set.names, ['root-key-set'])
  assert.equal(set.events[0]?.['user_name'], 'issuer')
  assert.deepEqual((await audited('root', ['root', 'set', '--grace', '1m'])).names, [
    'root-key-set',
  ])
  assert.deepEqual((await audited('root', ['root', 'rotate'])).names, ['root-key-rotated'])
})
