import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { secondsAfter } from '../../core/clock.ts'
import {
  AFTERLIFE_SECONDS,
  LEFTOVER_SECONDS,
  type DenyLedger,
  type DenyPolicy,
  IAM_LAG_SECONDS,
  deniedSince,
  emptyLedger,
  isOver,
  removable,
} from '../../core/revocation/deny-ledger.ts'
import {
  INLINE_CHARACTERS_MAX,
  MANAGED_CHARACTERS_MAX,
  denyDocument,
  batches,
} from '../../core/revocation/deny-document.ts'
import type { DenyEntry, DenyTarget } from '../../core/revocation/deny-entry.ts'
import {
  planInline,
  planManaged,
  planPolicy,
  unpublished,
} from '../../core/revocation/plan-policy.ts'

const ROLE: DenyTarget = { kind: 'role', arn: 'arn:aws:iam::123456789012:role/deploy' }
const USER: DenyTarget = { kind: 'user', arn: 'arn:aws:iam::123456789012:user/issuer' }
const NOW = new Date('2026-11-21T12:00:00Z')
const UNTIL = secondsAfter(NOW, 3600)

function entry(n: number, changes: Partial<DenyEntry> = {}): DenyEntry {
  return { name: String(n).padStart(22, 'a'), until: UNTIL, ...changes }
}

function many(count: number, first = 0): readonly DenyEntry[] {
  return Array.from({ length: count }, (_, n) => entry(first + n))
}

function policy(
  name: string,
  entries: readonly DenyEntry[],
  changes: Partial<DenyPolicy> = {},
): DenyPolicy {
  return { name, kind: 'inline', entries, acknowledgedAt: NOW, ...changes }
}

function ledgerOf(...policies: readonly DenyPolicy[]): DenyLedger {
  return { ...emptyLedger(ROLE), policies }
}

describe('the deny document', () => {
  test('names sessions by the end of their user id', () => {
    assert.equal(
      denyDocument(many(2)),
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringLike":{"aws:userid":["*aaaaaaaaaaaaaaaaaaaaa0","*aaaaaaaaaaaaaaaaaaaaa1"]}}}]}',
    )
  })

  test('names a session of Ceph by all that follows the colon', () => {
    const sessionName = `daypass-ci-${entry(0).name}`
    const document = denyDocument([entry(0, { sessionName })])
    assert.ok(document.includes('"aws:userid":["*:daypass-ci-aaaaaaaaaaaaaaaaaaaaa0"]'), document)
  })

  test('names session tokens by their second, and spares federated sessions of that second', () => {
    const issuedSecond = new Date('2026-11-21T11:59:59Z')
    assert.equal(
      denyDocument([entry(0, { issuedSecond })]),
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateEquals":{"aws:TokenIssueTime":["2026-11-21T11:59:59Z"]},"StringNotLike":{"aws:userid":"*:*"}}}]}',
    )
  })

  test('of both kinds has a statement for each', () => {
    const statements = JSON.parse(denyDocument([entry(0), entry(1, { issuedSecond: NOW })])) as {
      Statement: { Condition: object }[]
    }
    assert.deepEqual(
      statements.Statement.map(({ Condition }) => Object.keys(Condition)),
      [['StringLike'], ['DateEquals', 'StringNotLike']],
    )
  })

  for (const name of [
    '*',
    '',
    'a'.repeat(21),
    'a'.repeat(23),
    `${'a'.repeat(21)}*`,
    `${'a'.repeat(21)}?`,
    `${'a'.repeat(20)}\${`,
    `${'a'.repeat(21)}"`,
  ]) {
    test(`takes no ${JSON.stringify(name)} for a name`, () => {
      assert.throws(() => denyDocument([entry(0), { name, until: UNTIL }]), /letters and digits/)
      const sessionName = `daypass-${name}`
      assert.throws(() => denyDocument([{ name, until: UNTIL, sessionName }]), /letters and digits/)
    })
  }

  test('costs 26 characters a session of a role, and 23 a session token', () => {
    const size = (entries: readonly DenyEntry[]) => denyDocument(entries).length
    assert.equal(size(many(1)), 154)
    assert.equal(size(many(101)) - size(many(1)), 100 * 26)
    const tokens = many(101).map((one) => ({ ...one, issuedSecond: NOW }))
    assert.equal(size(tokens) - size(tokens.slice(0, 1)), 100 * 23)
  })
})

describe('batches', () => {
  const mixed = fc.array(
    fc
      .record({ second: fc.boolean(), longName: fc.boolean() })
      .map(({ second, longName }) => ({ second, longName })),
    { maxLength: 400 },
  )

  test('hold every entry once, in order, and none is larger than asked', () => {
    fc.assert(
      fc.property(mixed, fc.integer({ min: 300, max: 6144 }), (kinds, charactersMax) => {
        const all = kinds.map(({ second, longName }, n) => ({
          ...entry(n),
          ...(second && { issuedSecond: NOW }),
          ...(longName && { sessionName: `daypass-${entry(n).name}` }),
        }))
        const cut = batches(all, charactersMax)
        assert.deepEqual(cut.flat(), all)
        for (const batch of cut) assert.ok(denyDocument(batch).length <= charactersMax)
      }),
      { numRuns: 50 },
    )
  })

  test('are filled: 231 sessions of a role fit into a managed policy', () => {
    const [first = [], second = []] = batches(many(400), MANAGED_CHARACTERS_MAX)
    assert.equal(first.length, 231)
    assert.equal(second.length, 169)
  })

  test('of nothing are none', () => {
    assert.deepEqual(batches([], 100), [])
  })
})

describe('the next policy', () => {
  test('for one session on an empty role is a small one of its own', () => {
    assert.deepEqual(planPolicy(emptyLedger(ROLE), many(1), NOW), {
      kind: 'inline',
      entries: many(1),
      supersedes: [],
    })
  })

  test('is a list of all the small ones when they take nearly half of the room', () => {
    const singles = Array.from({ length: 29 }, (_, n) => policy(`p${n}`, [entry(n)]))
    const before = planPolicy(ledgerOf(...singles.slice(0, 28)), [entry(99)], NOW)
    assert.deepEqual([before.entries.length, before.supersedes], [1, []])
    const plan = planPolicy(ledgerOf(...singles), [entry(99)], NOW)
    assert.equal(plan.kind, 'inline')
    assert.deepEqual(plan.entries, [entry(99), ...many(29)])
    assert.deepEqual(
      plan.supersedes,
      singles.map(({ name }) => name),
    )
  })

  test('is a managed one when the list grows too long to be kept twice', () => {
    const lists = [policy('a', many(85)), policy('b', many(85, 85))]
    const plan = planPolicy(ledgerOf(...lists), [entry(999)], NOW)
    assert.deepEqual(
      [plan.kind, plan.entries.length, plan.supersedes],
      ['managed', 171, ['a', 'b']],
    )
  })

  test('counts what waits for removal: it still takes room', () => {
    const waits = policy('old', many(300), { supersededAt: NOW })
    assert.equal(planPolicy(ledgerOf(waits), many(1), NOW).kind, 'inline')
    const more = policy('older', many(30, 300), { supersededAt: NOW })
    const plan = planPolicy(ledgerOf(waits, more), many(1, 900), NOW)
    assert.equal(plan.kind, 'managed')
    assert.deepEqual(plan.supersedes, [])
  })

  test('takes no session along that has ended', () => {
    const over = entry(1, { until: secondsAfter(NOW, -AFTERLIFE_SECONDS) })
    const lists = [policy('a', [...many(100, 10), over]), policy('b', many(80, 200))]
    const plan = planPolicy(ledgerOf(...lists), [entry(999)], NOW)
    assert.ok(plan.supersedes.includes('a'))
    assert.ok(!plan.entries.includes(over))
  })

  test('of the managed kind takes over managed ones that are not half full', () => {
    const sparse = policy('sparse', many(50), { kind: 'managed' })
    const full = policy('full', many(200, 100), { kind: 'managed' })
    const plan = planManaged(ledgerOf(sparse, full), [entry(999)], [], NOW)
    assert.deepEqual([plan.entries.length, plan.supersedes], [51, ['sparse']])
  })

  test('on a user is planned for a fifth of the room', () => {
    const user = emptyLedger(USER)
    assert.equal(planPolicy(user, many(30), NOW).kind, 'inline')
    assert.equal(planPolicy(user, many(31), NOW).kind, 'managed')
    assert.ok(denyDocument(planInline(user, many(40)).entries).length <= 2048 * 0.3)
  })

  test('is never larger than its kind allows, and drops nobody who lives', () => {
    const kinds = fc.constantFrom('inline' as const, 'managed' as const)
    const policies = fc.array(
      fc.record({
        size: fc.integer({ min: 0, max: 120 }),
        kind: kinds,
        acknowledged: fc.boolean(),
        superseded: fc.boolean(),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(
        fc.constantFrom(ROLE, USER),
        policies,
        fc.integer({ min: 1, max: 500 }),
        (target, shapes, waiting) => {
          let next = 1000
          const listed = shapes.map(({ size, kind, acknowledged, superseded }, n) => {
            const entries = many(size, next)
            next += size
            return {
              name: `p${n}`,
              kind,
              entries,
              ...(acknowledged && { acknowledgedAt: NOW }),
              ...(superseded && { supersededAt: NOW }),
            }
          })
          const plan = planPolicy({ target, policies: listed }, many(waiting), NOW)
          const max =
            plan.kind === 'managed'
              ? MANAGED_CHARACTERS_MAX
              : INLINE_CHARACTERS_MAX[target.kind] * 0.85
          assert.ok(denyDocument(plan.entries).length <= max)
          assert.ok(
            plan.entries.some(({ name }) => name === many(1)[0]?.name),
            'the first that waits is in',
          )
          const taken = new Set(plan.entries.map(({ name }) => name))
          for (const old of listed.filter(({ name }) => plan.supersedes.includes(name))) {
            assert.ok(
              old.entries.every(({ name }) => taken.has(name)),
              `${old.name} is replaced in full`,
            )
          }
        },
      ),
    )
  })
})

describe('a ledger', () => {
  test('knows since when a session is denied, and not from a policy that IAM never acknowledged', () => {
    const { acknowledgedAt, ...unknown } = policy('q', [entry(2)])
    const ledger = ledgerOf(policy('p', [entry(1)]), unknown)
    assert.deepEqual(deniedSince(ledger, entry(1).name), acknowledgedAt)
    assert.equal(deniedSince(ledger, entry(2).name), undefined)
    assert.equal(deniedSince(undefined, entry(1).name), undefined)
  })

  test('has waiting who has a tombstone, lives, and is in no policy', () => {
    const over = entry(3, { until: secondsAfter(NOW, -AFTERLIFE_SECONDS) })
    const ledger = ledgerOf(policy('p', [entry(1)]))
    assert.deepEqual(unpublished(ledger, [entry(1), entry(2), over], NOW), [entry(2)])
  })

  test('keeps the deny of a session for a minute beyond its end', () => {
    assert.equal(isOver(entry(1), secondsAfter(UNTIL, AFTERLIFE_SECONDS - 1)), false)
    assert.equal(isOver(entry(1), secondsAfter(UNTIL, AFTERLIFE_SECONDS)), true)
  })

  test('lets a policy go when all its sessions are over, and not before', () => {
    const long = entry(2, { until: secondsAfter(UNTIL, 600) })
    const ledger = ledgerOf(policy('p', [entry(1), long]))
    assert.deepEqual(removable(ledger, secondsAfter(UNTIL, 120)), [])
    assert.deepEqual(removable(ledger, secondsAfter(UNTIL, 660)), ledger.policies)
  })

  test('lets a replaced policy go five minutes after the newer one was acknowledged', () => {
    const ledger = ledgerOf(policy('p', [entry(1)], { supersededAt: NOW }))
    assert.deepEqual(removable(ledger, secondsAfter(NOW, IAM_LAG_SECONDS - 1)), [])
    assert.deepEqual(removable(ledger, secondsAfter(NOW, IAM_LAG_SECONDS)), ledger.policies)
  })

  test('keeps what a dead writer may have left for an hour: its put may still be on the way', () => {
    const left: DenyPolicy = { name: 'p', kind: 'inline', entries: [], supersededAt: NOW }
    assert.deepEqual(removable(ledgerOf(left), secondsAfter(NOW, LEFTOVER_SECONDS - 1)), [])
    assert.deepEqual(removable(ledgerOf(left), secondsAfter(NOW, LEFTOVER_SECONDS)), [left])
  })
})
