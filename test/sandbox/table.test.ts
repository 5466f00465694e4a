import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTable } from '../../sandbox/world/table.ts'

const change = fc.record({
  key: fc.constantFrom('a', 'b'),
  value: fc.option(fc.integer(), { nil: undefined }),
  /** Milliseconds until the next change. */
  pause: fc.integer({ min: 0, max: 8 }),
})

test('a settled view is the current one of so long ago, whatever happened since', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 40 }),
      fc.integer({ min: 0, max: 20 }),
      (changes, delay) => {
        let now = 1000
        let number = 0
        const table = createTable<number>({
          now: () => new Date(now),
          ofChange: () => ({ number: number++, takesHoldMs: delay, shownMs: 0 }),
        })
        const history: { at: number; key: string; value: number | undefined }[] = []
        for (const { key, value, pause } of changes) {
          if (value === undefined) table.delete(key)
          else table.set(key, value)
          history.push({ at: now, key, value })
          now += pause
          for (const name of ['a', 'b']) {
            const past = history.filter((entry) => entry.key === name)
            assert.equal(table.get(name), past.at(-1)?.value)
            const settled = past.findLast(({ at }) => at <= now - delay)?.value
            assert.equal(table.settled(name, new Date(now)), settled)
            assert.equal(
              table.seen(name, ({ at }) => at <= now - delay),
              settled,
            )
          }
          assert.deepEqual(
            table.values(),
            ['a', 'b'].map((name) => table.get(name)).filter((one) => one !== undefined),
          )
        }
      },
    ),
  )
})
