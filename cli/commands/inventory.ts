import { jsonText } from '../../core/language/json-text.ts'
import { type InventoryEntry, INVENTORY_WORDS } from '../../core/inventory/inventory-entry.ts'
import { type OrphanEnd, removeOrphan } from '../../core/inventory/remove-orphan.ts'
import { type Inventory, takeInventory } from '../../core/inventory/take-inventory.ts'
import { oneLine } from '../../core/language/one-line.ts'
import type { ListingPorts } from '../../core/ports.ts'
import { connectSession } from '../connect.ts'
import { describe } from '../error-text.ts'
import { entryDocument, inventoryTable } from '../inventory/inventory-text.ts'
import { count } from '../printing/plain-text.ts'
import { styleFor } from '../printing/style.ts'
import { EXIT } from '../process/exit-codes.ts'
import { inGoodOrder, refuseStopped } from '../process/stop.ts'
import type { Session } from '../session.ts'

/** Options of `inventory`. */
export interface InventoryFlags {
  readonly remove?: boolean
}

type Ends = ReadonlyMap<InventoryEntry, OrphanEnd>

/** Lists what is daypass's in IAM, held against the state; with `remove`, takes away what is proven ours and dead. */
export async function inventoryCommand(session: Session, flags: InventoryFlags): Promise<number> {
  const { context, settings, reporter } = session
  const { ports } = await connectSession(session)
  const end = await inGoodOrder(session, async (signal) => {
    const inventory = await reporter.during('looking', () => takeInventory(ports, { signal }))
    const { entries } = inventory
    if (!settings.json) await printTable(session, entries)
    const ends = flags.remove === true ? await removeAll(session, ports, entries, signal) : NO_ENDS
    if (settings.json) await context.stdout.write(jsonText(inventoryDocument(inventory, ends)))
    await saySummary(session, inventory)
    refuseStopped(signal, 'stopped before the inventory was through')
    const isLeft = (entry: InventoryEntry): boolean => ends.get(entry)?.is !== 'removed'
    const left = entries.some((entry) => entry.word === 'orphan' && isLeft(entry))
    return { stopped: left ? EXIT.partial : EXIT.ok }
  })
  return end.stopped
}

const NO_ENDS: Ends = new Map()

/** One by one, and each is said as it goes. A stop signal lets the one under way come to its end. */
async function removeAll(
  { context, settings }: Session,
  ports: ListingPorts,
  entries: readonly InventoryEntry[],
  signal: AbortSignal,
): Promise<Ends> {
  const ends = new Map<InventoryEntry, OrphanEnd>()
  for (const entry of entries) {
    if (entry.word !== 'orphan' || signal.aborted) continue
    const end = await removeOrphan(ports, entry, {})
    ends.set(entry, end)
    const what = end.is === 'removed' ? 'removed' : `left: ${end.because}`
    if (!settings.json)
      await context.stdout.write(`${oneLine(`${entry.kind} ${entry.name} ${what}`)}\n`)
  }
  return ends
}

async function printTable(
  { context: { stdout, env }, settings }: Session,
  entries: readonly InventoryEntry[],
): Promise<void> {
  const style = styleFor(stdout, settings.color, env)
  const width = stdout.terminal ? stdout.columns : undefined
  if (entries.length > 0) await stdout.write(inventoryTable(entries, { style, width }))
}

function inventoryDocument(
  { account, entries, elsewhere, silent }: Inventory,
  ends: Ends,
): Readonly<Record<string, unknown>> {
  return {
    account: account ?? null,
    things: entries.map((entry) => ({ ...entryDocument(entry), ...endDocument(ends.get(entry)) })),
    leases_elsewhere: elsewhere,
    ...(silent && { state_error: { code: silent.code, message: silent.message } }),
  }
}

function endDocument(end: OrphanEnd | undefined): Readonly<Record<string, unknown>> {
  if (end === undefined) return {}
  return end.is === 'removed' ? { removed: true } : { removed: false, left_because: end.because }
}

async function saySummary(
  { reporter, settings }: Session,
  { account, entries, elsewhere, silent }: Inventory,
): Promise<void> {
  if (silent !== undefined) {
    const { message } = describe(silent)
    await reporter.warn(`nothing is proven dead by the state ${settings.state}: ${message}`)
  }
  if (elsewhere > 0)
    await reporter.warn(
      `${count(elsewhere, 'live lease')} of users in other accounts: look there with credentials of that account`,
    )
  const counted = INVENTORY_WORDS.flatMap((word) => {
    const found = entries.filter((entry) => entry.word === word).length
    return found === 0 ? [] : [`${found} ${word}`]
  })
  const where = account === undefined ? '' : ` in account ${account}`
  await reporter.note(`${counted.length === 0 ? 'nothing of daypass' : counted.join(', ')}${where}`)
}
