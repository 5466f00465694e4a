import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { isDaypassError } from '../../core/errors.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { endedKey, liveKey } from '../../state/documents/keys.ts'
import { leaseText, readEndedLease, readLiveLease } from '../../state/documents/lease-document.ts'
import { newNonce } from '../../state/documents/nonce.ts'
import { endedLeases, liveLeases } from './lease-arbitrary.ts'

test('a live lease is read back as it was written', () => {
  fc.assert(
    fc.property(liveLeases, (lease) => {
      const text = leaseText(lease, newNonce(randomBytes))
      assert.deepEqual(readLiveLease(liveKey(lease.id), lease.id, text), lease)
    }),
    { numRuns: 500 },
  )
})

test('the record of an ended lease is read back as it was written', () => {
  fc.assert(
    fc.property(endedLeases, (lease) => {
      const text = leaseText(lease, newNonce(randomBytes))
      assert.deepEqual(readEndedLease(endedKey(lease.id), lease.id, text), lease)
    }),
    { numRuns: 300 },
  )
})

test('no two writes of a lease have the same text', () => {
  fc.assert(
    fc.property(liveLeases, (lease) => {
      assert.notEqual(
        leaseText(lease, newNonce(randomBytes)),
        leaseText(lease, newNonce(randomBytes)),
      )
    }),
    { numRuns: 20 },
  )
})

const id = parseLeaseId('s3-reader/4cZkq2TzWq0bXyN8rPdU1a')
const key = liveKey(id)
const good = {
  version: 1,
  nonce: 'pGm3C1Vq0XW0P7c0b9F2xA',
  state: 'revoking',
  id,
  credential_type: 'iam_user',
  holder: { kind: 'github', repository: 'octo/app' },
  principal: { user_name: 'daypass-x', user_path: '/daypass/' },
  issued_at: '2026-11-21T09:30:00.000Z',
  expires_at: '2026-11-21T10:30:00Z',
  max_expires_at: '2026-11-21T11:30:00Z',
  due_at: '2026-11-21T09:35:00Z',
  reason: 'requested',
  requested_at: '2026-11-21T09:31:00Z',
  attempts: 1,
  claimed: true,
}

test('a document by hand is understood', () => {
  const lease = readLiveLease(key, id, JSON.stringify(good))
  assert.equal(lease.dueAt.toISOString(), '2026-11-21T09:35:00.000Z')
  assert.equal(lease.status, 'revoking')
})

const wrong: [change: Record<string, unknown>, message: RegExp][] = [
  [{ version: 2 }, /was written by a newer daypass \(document version 2\)/],
  [{ version: 0 }, /version is not 1/],
  [{ version: '1' }, /version is not 1/],
  [{ version: undefined }, /version is not 1/],
  [{ nonce: undefined }, /nonce is not a text/],
  [{ state: 'ended' }, /state is not one of pending, active, revoking/],
  [{ id: 's3-reader/4cZkq2TzWq0bXyN8rPdU1b' }, /id is not s3-reader\/4cZkq2TzWq0bXyN8rPdU1a/],
  [{ credential_type: 'iam_users' }, /credential_type is not one of/],
  [{ credential_type: 'session_token' }, /principal\.user_name is not a known field/],
  [{ holder: { kind: 'github', repo: 'x' } }, /holder\.repo is not a known field/],
  [{ holder: { kind: 'gitlab' } }, /holder\.kind is not one of/],
  [{ holder: [] }, /holder is not an object/],
  [{ holder: null }, /holder is not an object/],
  [{ principal: { user_name: 'x' } }, /principal\.user_path is not a text/],
  [{ due_at: '2026-02-30T00:00:00Z' }, /due_at is not a date/],
  [{ due_at: '2026-11-21' }, /due_at is not a date/],
  [{ due_at: '2026-11-21T09:35:00+01:00' }, /due_at is not a date/],
  [{ due_at: 1763717700 }, /due_at is not a text/],
  [{ attempts: 0 }, /attempts is not a whole number/],
  [{ attempts: 1.5 }, /attempts is not a whole number/],
  [{ claimed: 'yes' }, /claimed is not true or false/],
  [{ reason: 'because' }, /reason is not one of/],
  [{ secret_access_key: 'x' }, /secret_access_key is not a known field/],
  [{ renewed_at: '2026-11-21T09:31:00Z' }, /renewed_at is not a known field/],
  [JSON.parse('{"__proto__": {}}') as Record<string, unknown>, /__proto__ is not a known field/],
]

for (const [change, message] of wrong) {
  test(`a document with ${inspect(change)} is refused by name`, () => {
    const text = JSON.stringify(Object.fromEntries(Object.entries({ ...good, ...change })))
    assert.throws(
      () => readLiveLease(key, id, text),
      (error) =>
        isDaypassError(error, 'state-invalid') &&
        error.message.startsWith(key) &&
        message.test(error.message),
    )
  })
}

for (const text of ['', 'null', '[]', '"x"', '{', '{"version":1,"nonce":"x"']) {
  test(`the text ${JSON.stringify(text)} is no document`, () => {
    assert.throws(
      () => readLiveLease(key, id, text),
      (error) => isDaypassError(error, 'state-invalid') && error.message.includes(key),
    )
  })
}

test('a live document under the key of an ended lease is refused', () => {
  assert.throws(
    () => readEndedLease(endedKey(id), id, JSON.stringify(good)),
    (error) => isDaypassError(error, 'state-invalid'),
  )
})

test('SCHEMA.md tells of every field that is written', () => {
  const schema = readFileSync(new URL('../../state/SCHEMA.md', import.meta.url), 'utf8')
  fc.assert(
    fc.property(fc.oneof(liveLeases, endedLeases), (lease) => {
      JSON.parse(leaseText(lease, newNonce(randomBytes)), (field, value: unknown) => {
        if (field !== '') assert.ok(schema.includes(`\`${field}\``), field)
        return value
      })
    }),
    { numRuns: 200 },
  )
})
