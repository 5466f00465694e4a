import { test } from 'node:test'
import { assertHarmless } from './mutated-store.ts'

test('whatever somebody writes into the fields of the store, daypass touches nothing but its own', async (t) => {
  await assertHarmless(t, { fields: 300, aimed: true })
})
