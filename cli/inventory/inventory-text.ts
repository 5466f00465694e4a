import { defined } from '../../core/language/defined.ts'
import type { InventoryEntry, InventoryWord } from '../../core/inventory/inventory-entry.ts'
import { timeText } from '../printing/times.ts'
import type { Style } from '../printing/style.ts'
import { type Column, table } from '../printing/table.ts'

const COLOURS: Readonly<Record<InventoryWord, Parameters<Style>[0]>> = {
  orphan: 'red',
  missing: 'yellow',
  stranger: 'yellow',
  due: 'dim',
  live: 'green',
}

const COLUMNS: readonly Column<InventoryEntry>[] = [
  {
    title: 'WORD',
    text: ({ word }) => word,
    paint: ({ word }, text, style) => style(COLOURS[word], text),
  },
  { title: 'KIND', text: ({ kind }) => kind },
  { title: 'NAME', text: ({ name }) => name },
  { title: 'SINCE', text: ({ createdAt }) => (createdAt === undefined ? '' : timeText(createdAt)) },
  { title: 'WHY', text: whyText },
]

/** An inventory as a table. */
export function inventoryTable(
  entries: readonly InventoryEntry[],
  look: { readonly style: Style; readonly width: number | undefined },
): string {
  return table(entries, COLUMNS, look)
}

function whyText({ because, on, keys = [] }: InventoryEntry): string {
  const where = on === undefined ? '' : `, on ${on}`
  const active = keys.filter((key) => key.active).map(({ accessKeyId }) => accessKeyId)
  const working = active.length === 0 ? '' : `; its key ${active.join(' and ')} works`
  return `${because}${where}${working}`
}

/** One thing as JSON. A stable interface: fields are only ever added. */
export function entryDocument(entry: InventoryEntry): Readonly<Record<string, unknown>> {
  const { kind, name, word, because, arn, on, lease, createdAt, keys, removal } = entry
  return {
    kind,
    name,
    word,
    because,
    ...defined({
      arn,
      on,
      lease_id: lease,
      created_at: createdAt && timeText(createdAt),
      keys: keys?.map(({ accessKeyId, createdAt: since, active }) => ({
        access_key: accessKeyId,
        created_at: timeText(since),
        active,
      })),
    }),
    removable: removal !== undefined,
  }
}
