import type { ActionTable } from './action-table.ts'

/**
 * The table that comes with daypass. It is read on the first call and takes about 50 ms and 30 MB; keep it for as long
 * as it is needed.
 */
export async function loadActionTable(): Promise<ActionTable> {
  const [{ readActionTable }, { default: data }] = await Promise.all([
    import('./read-action-table.ts'),
    import('../data/actions.json', { with: { type: 'json' } }),
  ])
  return readActionTable(data)
}
