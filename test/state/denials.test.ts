import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { secondsAfter } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { emptyLedger } from '../../core/revocation/deny-ledger.ts'
import type { DenyLedger } from '../../core/revocation/deny-ledger.ts'
import type { DenyEntry, DenyTarget } from '../../core/revocation/deny-entry.ts'
import { arnFolder, arnOfFolder } from '../../state/documents/arn-folder.ts'
import { ledgerText, readLedger } from '../../state/documents/ledger-document.ts'
import { denialStore } from '../../state/denials.ts'
import { denyEntryText, readDenyEntryText } from '../../state/documents/deny-entry-text.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'

const ROLE: DenyTarget = { kind: 'role', arn: 'arn:aws:iam::123456789012:role/deploy' }
const USER: DenyTarget = { kind: 'user', arn: 'arn:aws:iam::123456789012:user/a/b/issuer' }
const CEPHS: DenyTarget = { kind: 'role', arn: 'arn:aws:iam:::role/deploy' }
/** All that IAM allows in names and paths, and what only a stranger would put there. */
const ODD: DenyTarget = {
  kind: 'role',
  arn: "arn:aws-cn:iam::123456789012:role/a+b=c,d.e@f-g_h/!~'%/ü",
}
const NAME = '4cZkq2TzWq0bXyN8rPdU1a'
const UNTIL = new Date('2026-11-21T12:00:00Z')

const seconds = fc.integer({ min: 0, max: 4_000_000_000 }).map((epoch) => new Date(epoch * 1000))
const times = fc
  .integer({ min: 0, max: 4_000_000_000_000 })
  .map((milliseconds) => new Date(milliseconds))
const names = fc.stringMatching(/^[A-Za-z0-9]{22}$/)
const entries: fc.Arbitrary<DenyEntry> = fc
  .record({
    name: names,
    until: seconds,
    issuedSecond: fc.option(seconds, { nil: undefined }),
    prefix: fc.option(fc.stringMatching(/^[\w+=,.@-]{0,42}$/), { nil: undefined }),
  })
  .map(({ name, until, issuedSecond, prefix }) => ({
    name,
    until,
    ...(issuedSecond && { issuedSecond }),
    ...(prefix !== undefined && { sessionName: `${prefix}${name}` }),
  }))
const ledgers: fc.Arbitrary<DenyLedger> = fc
  .record({
    target: fc.constantFrom(ROLE, USER, CEPHS, ODD),
    policies: fc.array(
      fc
        .record({
          name: fc.stringMatching(/^daypass-deny-[0-9a-f]{18}$/),
          kind: fc.constantFrom('inline' as const, 'managed' as const),
          entries: fc.array(entries, { maxLength: 5 }),
          acknowledgedAt: fc.option(times, { nil: undefined }),
          supersededAt: fc.option(times, { nil: undefined }),
        })
        .map(({ acknowledgedAt, supersededAt, ...policy }) => ({
          ...policy,
          ...(acknowledgedAt && { acknowledgedAt }),
          ...(supersededAt && { supersededAt }),
        })),
      { maxLength: 4 },
    ),
    writer: fc.option(
      fc.record(
        { id: fc.stringMatching(/^[0-9a-f]{18}$/), until: times },
        { noNullPrototype: true },
      ),
      {
        nil: undefined,
      },
    ),
  })
  .map(({ writer, ...ledger }) => (writer === undefined ? ledger : { ...ledger, writer }))

describe('a deny entry as text', () => {
  test('is its end, its name, and what else tells its session', () => {
    const issuedSecond = new Date('2026-11-21T11:00:00Z')
    const entry = { name: NAME, until: UNTIL }
    assert.equal(denyEntryText(entry), `01795262400/${NAME}`)
    assert.equal(denyEntryText({ ...entry, issuedSecond }), `01795262400/${NAME}.01795258800`)
    const sessionName = `daypass-ci-${NAME}`
    assert.equal(denyEntryText({ ...entry, sessionName }), `01795262400/${NAME}/${sessionName}`)
  })

  test('is read back as it was', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        assert.deepEqual(readDenyEntryText(denyEntryText(entry)), entry)
      }),
    )
  })

  test('ends no sooner than its session: parts of a second are rounded up', () => {
    const until = secondsAfter(UNTIL, 0.001)
    const read = readDenyEntryText(denyEntryText({ name: NAME, until }))
    assert.deepEqual(read?.until, secondsAfter(UNTIL, 1))
  })

  for (const text of [
    '',
    NAME,
    `01795262400/*`,
    `01795262400/${'?'.repeat(22)}`,
    `01795262400/${NAME.slice(1)}`,
    `01795262400/${NAME}a`,
    `01795262400/${NAME.slice(0, 21)}*`,
    `01795262400/${NAME.slice(0, 21)}ä`,
    `1795262400/${NAME}`,
    `01795262400/${NAME}.1795258800`,
    `01795262400/${NAME}.`,
    `01795262400/${NAME}/`,
    `01795262400/${NAME}/daypass-*${NAME}`,
    `01795262400/${NAME}/somebody-else`,
    `01795262400/${NAME}/daypass-${NAME}/more`,
    ` 01795262400/${NAME}`,
    `01795262400/${NAME}\n`,
  ]) {
    test(`is not ${JSON.stringify(text)}`, () => {
      assert.equal(readDenyEntryText(text), undefined)
    })
  }
})

describe('an ARN in a key', () => {
  test('is one part of it, in printable letters, and is read back', () => {
    const arns = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(ODD.arn, ROLE.arn))
    fc.assert(
      fc.property(arns, (arn) => {
        const folder = arnFolder(arn)
        assert.match(folder, /^[\w.=-]*$/)
        assert.equal(arnOfFolder(folder), Buffer.from(arn).toString())
      }),
    )
  })
})

describe('a ledger as a document', () => {
  test('is read back as it was', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        assert.deepEqual(
          readLedger('boards/x.json', ledger.target, ledgerText(ledger, 'n')),
          ledger,
        )
      }),
    )
  })

  for (const [what, change] of [
    ['of another target', (text: string) => text.replace('role/deploy', 'role/other')],
    ['with a wildcard for a name', (text: string) => text.replace(NAME, '*')],
    ['with a field that nobody knows', (text: string) => text.replace('"name"', '"nam":1,"name"')],
    ['with a kind that nobody knows', (text: string) => text.replace('inline', 'outline')],
    ['that breaks off', (text: string) => text.slice(0, -3)],
  ] as const) {
    test(`${what} is not understood`, () => {
      const policy = { name: 'p', kind: 'inline', entries: [{ name: NAME, until: UNTIL }] } as const
      const text = ledgerText({ target: ROLE, policies: [policy] }, 'nonce')
      const changed = change(text)
      assert.notEqual(changed, text)
      assert.throws(
        () => readLedger('boards/x.json', ROLE, changed),
        (error) => isDaypassError(error, 'state-invalid'),
      )
    })
  }
})

function newStore() {
  const objects = memoryObjects()
  return { objects, store: denialStore(objects, { random: (size) => randomBytes(size) }) }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

function entryOf(letter: string, until = UNTIL): DenyEntry {
  return { name: letter.repeat(22), until }
}

describe('tombstones', () => {
  test('are all in their keys', async () => {
    const { objects, store } = newStore()
    await store.addTombstone({ target: ROLE, entry: { name: NAME, until: UNTIL } })
    const key = `revoked/arn=3aaws=3aiam=3a=3a123456789012=3arole=2fdeploy/01795262400/${NAME}`
    assert.deepEqual([...objects.stored], [[key, { body: '', version: 'v1' }]])
  })

  test('may be put twice, are listed by their end, and are gone when they are removed', async () => {
    const { store } = newStore()
    const late = entryOf('a', secondsAfter(UNTIL, 60))
    const soon = entryOf('b')
    const issuedSecond = secondsAfter(UNTIL, -60)
    for (const entry of [late, soon, soon, { ...entryOf('c'), issuedSecond }]) {
      await store.addTombstone({ target: USER, entry })
    }
    assert.deepEqual(await store.tombstones(USER), [soon, { ...entryOf('c'), issuedSecond }, late])
    await store.removeTombstones(USER, [soon, { ...entryOf('c'), issuedSecond }])
    assert.deepEqual(await store.tombstones(USER), [late])
    await store.removeTombstones(USER, [])
    assert.deepEqual(await store.tombstones(USER), [late])
  })

  test('of one target are not those of another whose name begins alike', async () => {
    const { store } = newStore()
    const longer = { kind: 'role', arn: `${ROLE.arn}-too` } as const
    await store.addTombstone({ target: longer, entry: entryOf('a') })
    assert.deepEqual(await store.tombstones(ROLE), [])
  })

  test('that name no lease are not read', async () => {
    const { objects, store } = newStore()
    await store.addTombstone({ target: ROLE, entry: entryOf('a') })
    const [key = ''] = objects.stored.keys()
    for (const name of ['*', 'a*', '?'.repeat(22), `${'a'.repeat(22)}/*`, '..', 'x.json']) {
      await objects.put(key.replace('a'.repeat(22), name), '')
    }
    assert.deepEqual(await store.tombstones(ROLE), [entryOf('a')])
  })
})

describe('targets', () => {
  test('are each listed once, with the ARN and kind they were given', async () => {
    const { store } = newStore()
    for (const target of [ROLE, USER, CEPHS, ODD]) {
      for (const letter of ['a', 'b', 'c'])
        await store.addTombstone({ target, entry: entryOf(letter) })
    }
    for (const target of [ROLE, ODD]) await store.writeLedger(emptyLedger(target), undefined)
    const other = { kind: 'role', arn: `${ROLE.arn}-too` } as const
    await store.writeLedger(emptyLedger(other), undefined)
    const found = await all(store.targets())
    const byArn = (a: DenyTarget, b: DenyTarget) => (a.arn < b.arn ? -1 : 1)
    assert.deepEqual(found.sort(byArn), [ROLE, USER, CEPHS, ODD, other].sort(byArn))
  })

  test('cost one listing each, however many tombstones they have', async () => {
    let listings = 0
    const objects = memoryObjects({
      before: ({ kind }) => void (listings += kind === 'list' ? 1 : 0),
    })
    const store = denialStore(objects, { random: (size) => randomBytes(size) })
    for (let n = 0; n < 3000; n++) {
      await objects.put(
        `revoked/${arnFolder(ROLE.arn)}/01795262400/${String(n).padStart(22, '0')}`,
        '',
      )
    }
    assert.deepEqual(await all(store.targets()), [ROLE])
    assert.ok(listings <= 4, `${listings} listings`)
  })
})

describe('boards', () => {
  test('are replaced only in the version that was read', async () => {
    const { store } = newStore()
    assert.equal(await store.readLedger(ROLE), undefined)
    const first = await store.writeLedger(emptyLedger(ROLE), undefined)
    assert.notEqual(first, 'conflict')
    assert.equal(await store.writeLedger(emptyLedger(ROLE), undefined), 'conflict')
    const read = await store.readLedger(ROLE)
    assert.deepEqual(read, first)
    const marked = { ...emptyLedger(ROLE), writer: { id: '0123456789abcdef01', until: UNTIL } }
    assert.notEqual(await store.writeLedger(marked, read), 'conflict')
    assert.equal(await store.writeLedger(emptyLedger(ROLE), read), 'conflict')
    assert.deepEqual((await store.readLedger(ROLE))?.ledger, marked)
  })
})
