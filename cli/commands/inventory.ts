import { jsonText } from '../../core/language/json-text.ts'
import { INVENTORY_WORDS } from '../../core/inventory/inventory-entry.ts'
import { type Inventory, takeInventory } from '../../core/inventory/take-inventory.ts'
import { connectSession } from '../connect.ts'
import { describe } from '../error-text.ts'
import { entryDocument, inventoryTable } from '../inventory/inventory-text.ts'
import { count } from '../printing/plain-text.ts'
import { styleFor } from '../printing/style.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'

/** Lists what is daypass's in IAM, held against the state. Changes nothing. */
export async function inventoryCommand(session: Session): Promise<number> {
  const { context, settings, reporter } = session
  const { ports } = await connectSession(session)
  const inventory = await reporter.during('looking', () => takeInventory(ports, {}))
  const { stdout, env } = context
  const look = {
    style: styleFor(stdout, settings.color, env),
    width: stdout.terminal ? stdout.columns : undefined,
  }
  const { entries } = inventory
  if (settings.json) await stdout.write(jsonText(inventoryDocument(inventory)))
  else if (entries.length > 0) await stdout.write(inventoryTable(entries, look))
  await saySummary(session, inventory)
  return entries.some(({ word }) => word === 'orphan') ? EXIT.partial : EXIT.ok
}

function inventoryDocument(inventory: Inventory): Readonly<Record<string, unknown>> {
  const { account, entries, elsewhere, silent } = inventory
  return {
    account: account ?? null,
    things: entries.map(entryDocument),
    leases_elsewhere: elsewhere,
    ...(silent && { state_error: { code: silent.code, message: silent.message } }),
  }
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
