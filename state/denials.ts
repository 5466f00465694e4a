import { DaypassError, isDaypassError } from '../core/errors.ts'
import type { Random } from '../core/lease/lease-id.ts'
import { type DenyEntry, type DenyTarget, denyTargetOf } from '../core/revocation/deny-entry.ts'
import type { DenyStore } from '../core/revocation/ports.ts'
import { ledgerText, readLedger } from './documents/ledger-document.ts'
import { denyEntryText, readDenyEntryText } from './documents/deny-entry-text.ts'
import { arnFolder, arnOfFolder } from './documents/arn-folder.ts'
import { foldersIn } from './folders-in.ts'
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
      await putWithNonce(objects, tombstoneKey(target, entry), '', { absent: true }).catch(
        withoutDoubt,
      )
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
    removeLedger: async ({ ledger, version }) => {
      await objects.removeVersion(ledgerKey(ledger.target), version)
    },
    targets: () => targets(objects),
  }
}

/** Whether it stands is of no use to know: twice is harmless. */
function withoutDoubt(error: unknown): never {
  if (!isDaypassError(error, 'outcome-unknown')) throw error
  throw new DaypassError('state-unavailable', error.message, { cause: error })
}

/**
 * Every target once: those with a ledger, then those with tombstones only. What names no role or user is passed over;
 * `doctor` shows it.
 */
async function* targets(objects: ObjectStore): AsyncGenerator<DenyTarget> {
  const seen = new Set<string>()
  for await (const key of objects.list(LEDGERS)) {
    const target = readLedgerKey(key)
    if (target === undefined) continue
    seen.add(target.arn)
    yield target
  }
  for await (const folder of foldersIn(objects, REVOKED)) {
    const target = targetOfFolder(folder)
    if (target !== undefined && !seen.has(target.arn)) yield target
  }
}

/** The target whose ledger stands under a key; undefined for a key that daypass never makes. */
export function readLedgerKey(key: string): DenyTarget | undefined {
  const [, folder] = /^boards\/([^/]+)\.json$/.exec(key) ?? []
  return folder === undefined ? undefined : targetOfFolder(folder)
}

/** Whether a key is that of a tombstone. */
export function isTombstoneKey(key: string): boolean {
  const [, folder = '', entry = ''] = /^revoked\/([^/]+)\/(.+)$/.exec(key) ?? []
  return targetOfFolder(folder) !== undefined && readDenyEntryText(entry) !== undefined
}

function ledgerKey(target: DenyTarget): string {
  return `${LEDGERS}${arnFolder(target.arn)}.json`
}

function tombstoneKey(target: DenyTarget, entry: DenyEntry): string {
  return `${REVOKED}${arnFolder(target.arn)}/${denyEntryText(entry)}`
}

/** Only the one way in which daypass writes an ARN counts: no target has two folders. */
function targetOfFolder(folder: string): DenyTarget | undefined {
  const arn = arnOfFolder(folder)
  return arnFolder(arn) === folder ? denyTargetOf(arn) : undefined
}
