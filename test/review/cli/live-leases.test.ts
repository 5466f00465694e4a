/** How many leases live under a definition that a change replaces. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { run } from '../../../cli/run.ts'
import { systemClock } from '../../../core/clock.ts'
import { newLeaseId } from '../../../core/lease/lease-id.ts'
import { openState } from '../../../state/open.ts'
import { parseStateUrl } from '../../../state/state-url.ts'
import { recordingContext } from '../../cli/recording-context.ts'
import { scratch, writeFiles } from './repository.ts'
import { READER, REWORDED, WIDER } from './roles.ts'

const state = pathToFileURL(scratch()).href
const [old, fresh] = [scratch(), scratch()]
writeFiles(old, { 'reader.yaml': READER, 'other.yaml': READER })
writeFiles(fresh, { 'reader.yaml': WIDER, 'other.yaml': REWORDED })

async function issue(role: string, expiresAt: Date): Promise<void> {
  const ports = { clock: systemClock, random: randomBytes, dialect: 'aws' } as const
  const issuedAt = new Date('2026-11-22T10:00:00Z')
  await openState(parseStateUrl(state), ports).leases.create({
    status: 'active',
    id: newLeaseId(role, randomBytes),
    role,
    credentialType: 'session_token',
    holder: { kind: 'shell' },
    principal: { type: 'session_token' },
    issuedAt,
    expiresAt,
    maxExpiresAt: expiresAt,
    dueAt: expiresAt,
  })
}

async function review(env: Readonly<Record<string, string>>, ...argv: string[]) {
  const recording = recordingContext({ env })
  await run(['review', '--base', old, '--head', fresh, ...argv], recording.context)
  return { stdout: recording.stdout(), stderr: recording.stderr() }
}

test('leases of roles that may now do more or less are counted, those of others are not', async () => {
  const last = new Date('2026-11-22T14:10:00Z')
  await issue('reader', new Date('2026-11-22T11:00:00Z'))
  await issue('reader', last)
  await issue('other', last)
  const env = { DAYPASS_STATE: state }
  const { live_leases: live } = JSON.parse((await review(env, '--json')).stdout) as {
    readonly live_leases: unknown
  }
  assert.deepEqual(live, [{ role: 'reader', count: 2, last_ends_at: last.toISOString() }])
  const text = 'role reader: 2 live leases, the last until 2026-11-22 14:10 UTC'
  assert.ok((await review(env)).stdout.includes(text))
})

test('where nobody named a state none is read, and it does not say that there are none', async () => {
  const { stdout } = await review({}, '--json')
  assert.match(stdout, /"live_leases": null/)
})

test('a state that cannot be read is a warning, and the review goes on', async () => {
  const file = join(scratch(), 'file')
  writeFileSync(file, '')
  const { stdout, stderr } = await review({ DAYPASS_STATE: pathToFileURL(file).href })
  assert.match(stdout, /^wider: /)
  assert.match(stderr, /^warning: live leases were not read: /)
})
