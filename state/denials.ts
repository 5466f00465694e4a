import type { Random } from '../core/lease/lease-id.ts'
import type { DenyEntry, DenyTarget } from '../core/revocation/deny-entry.ts'
import type { DenyStore } from '../core/revocation/ports.ts'
import { ledgerText, readLedger } from './documents/ledger-document.ts'
import { denyEntryText, readDenyEntryText } from './documents/deny-entry-text.ts'
import { arnFolder, arnOfFolder } from './documents/arn-folder.ts'
import { newNonce, putWithNonce } from './documents/nonce.ts'
import type { ObjectStore } from './objects.ts'

const REVOKED = 'revoked/'
const LEDGERS = 'boards/'

/**
 * Tombstones and ledgers in the store. A tombstone is all in its key,
 * `revoked/<target>/<epoch seconds of the session's end>/<name>[.<epoch seconds of issue>]`, so that
 * they sort by end and a listing is all there is to read.
 */
export function denialStore(objects: ObjectStore, ports: { readonly random: Random }): DenyStore {
  return {
    addTombstone: async ({ target, entry }) => {
      // A conflict would say that it stands already, which is as good.
      await putWithNonce(objects, tombstoneKey(target, entry), '', { absent: true })
    },
    tombstones: async (target) => {
      const entries: DenyEntry[] = []
      const folder = `${REVOKED}${arnFolder(target.arn)}/`
      for await (const key of objects.list(folder)) {
        const entry = readDenyEntryText(key.slice(folder.length))
        if (entry !== undefined) entries.push(entry)
      }
      return entries
    },
    removeTombstones: async (target, entries) => {
      if (entries.length > 0)
        await objects.remove(entries.map((entry) => tombstoneKey(target, entry)))
    },
    readLedger: async (target) => {
      const key = ledgerKey(target)
      const found = await objects.get(key)
      return found && { ledger: readLedger(key, target, found.body), version: found.version }
    },
    writeLedger: async (ledger, before) => {
      const text = ledgerText(ledger, newNonce(ports.random))
      const condition =
        before === undefined ? { absent: true as const } : { version: before.version }
      const written = await putWithNonce(objects, ledgerKey(ledger.target), text, condition)
      return written === 'conflict' ? written : { ledger, version: written.version }
    },
    targets: () => targets(objects),
  }
}

/** Every target once: those with a ledger, then those with tombstones only. */
async function* targets(objects: ObjectStore): AsyncGenerator<DenyTarget> {
  const seen = new Set<string>()
  for await (const key of objects.list(LEDGERS)) {
    const folder = key.slice(LEDGERS.length, -'.json'.length)
    seen.add(folder)
    yield targetOf(folder)
  }
  // Skips from target to target, however many tombstones each has: '~' sorts after every digit.
  for (let after = REVOKED; ;) {
    const next = await first(objects.list(REVOKED, { after }))
    const folder = next?.slice(REVOKED.length).split('/')[0]
    if (folder === undefined) return
    if (!seen.has(folder)) yield targetOf(folder)
    after = `${REVOKED}${folder}/~`
  }
}

async function first(keys: AsyncIterable<string>): Promise<string | undefined> {
  for await (const key of keys) return key
  return undefined
}

function ledgerKey(target: DenyTarget): string {
  return `${LEDGERS}${arnFolder(target.arn)}.json`
}

function tombstoneKey(target: DenyTarget, entry: DenyEntry): string {
  return `${REVOKED}${arnFolder(target.arn)}/${denyEntryText(entry)}`
}

function targetOf(folder: string): DenyTarget {
  const arn = arnOfFolder(folder)
  return { kind: arn.includes(':user/') ? 'user' : 'role', arn }
}
