import type { Random } from '../core/lease-id.ts'
import type { DenyEntry, DenyTarget } from '../core/revocation/deny-entry.ts'
import type { DenyStore } from '../core/revocation/ports.ts'
import { boardText, readBoard } from './board-document.ts'
import { denyEntryText, readDenyEntryText } from './deny-entry-text.ts'
import { arnFolder, arnOfFolder } from './arn-folder.ts'
import { newNonce, putWithNonce } from './nonce.ts'
import type { ObjectStore } from './objects.ts'

const REVOKED = 'revoked/'
const BOARDS = 'boards/'

/**
 * Tombstones and boards in the store. A tombstone is all in its key,
 * `revoked/<target>/<epoch seconds of the session's end>/<name>[.<epoch seconds of issue>]`, so that
 * they sort by end and a listing is all there is to read.
 */
export function denialStore(objects: ObjectStore, ports: { readonly random: Random }): DenyStore {
  return {
    bury: async ({ target, entry }) => {
      // A conflict would say that it is buried already, which is as good.
      await putWithNonce(objects, tombstoneKey(target, entry), '', { absent: true })
    },
    buried: async (target) => {
      const entries: DenyEntry[] = []
      const folder = `${REVOKED}${arnFolder(target.arn)}/`
      for await (const key of objects.list(folder)) {
        const entry = readDenyEntryText(key.slice(folder.length))
        if (entry !== undefined) entries.push(entry)
      }
      return entries
    },
    unbury: async (target, entries) => {
      if (entries.length > 0)
        await objects.remove(entries.map((entry) => tombstoneKey(target, entry)))
    },
    readBoard: async (target) => {
      const key = boardKey(target)
      const found = await objects.get(key)
      return found && { board: readBoard(key, target, found.body), version: found.version }
    },
    writeBoard: async (board, before) => {
      const text = boardText(board, newNonce(ports.random))
      const condition =
        before === undefined ? { absent: true as const } : { version: before.version }
      const written = await putWithNonce(objects, boardKey(board.target), text, condition)
      return written === 'conflict' ? written : { board, version: written.version }
    },
    targets: () => targets(objects),
  }
}

/** Every target once: those with a board, then those with tombstones only. */
async function* targets(objects: ObjectStore): AsyncGenerator<DenyTarget> {
  const seen = new Set<string>()
  for await (const key of objects.list(BOARDS)) {
    const folder = key.slice(BOARDS.length, -'.json'.length)
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

function boardKey(target: DenyTarget): string {
  return `${BOARDS}${arnFolder(target.arn)}.json`
}

function tombstoneKey(target: DenyTarget, entry: DenyEntry): string {
  return `${REVOKED}${arnFolder(target.arn)}/${denyEntryText(entry)}`
}

function targetOf(folder: string): DenyTarget {
  const arn = arnOfFolder(folder)
  return { kind: arn.includes(':user/') ? 'user' : 'role', arn }
}
