import { test } from 'node:test'
import { assertHarmless } from './mutated-store.ts'

test('whatever somebody writes into one field of the store, daypass touches nothing but its own', async (t) => {
  await assertHarmless(t, { fields: 30 })
})
