import type { LastFound, SweepMark } from '../../core/sweep-mark.ts'
import { defined } from '../../core/language/defined.ts'
import { type Fields, documentText, readDocument } from '../documents/document.ts'

/** Of the probe: a store that an older one has proven is proven again. */
const PROBE = 2

/** So many places keep their proof; the oldest goes first. */
const PLACES_MAX = 20

/** Where a store was proven to be fit, and when. */
export interface PlaceProof {
  /** As {@link ObjectStore.place} says it: a bucket's copy on another server is another place. */
  readonly place: string
  readonly probe: number
  readonly provenAt: Date
}

/** What `store.json` says: all places at which the store was proven. */
export type StoreProof = readonly PlaceProof[]

/** Whether the present probe was passed at a place. */
export function isProvenAt(proof: StoreProof, place: string): boolean {
  return proof.some((one) => one.place === place && one.probe >= PROBE)
}

/** The proof with a place more. */
export function provenAt(proof: StoreProof, place: string, now: Date): StoreProof {
  const others = proof.filter((one) => one.place !== place)
  return [...others, { place, probe: PROBE, provenAt: now }].slice(-PLACES_MAX)
}

/** All of `store.json`: what every process that issues or sweeps reads first. */
export interface StoreDocument {
  readonly proof: StoreProof
  readonly swept: SweepMark
}

/** The text of `store.json`. */
export function storeDocumentText({ proof, swept }: StoreDocument, nonce: string): string {
  const proven = proof.map(({ place, probe, provenAt }) => ({ place, probe, proven_at: provenAt }))
  const mark = {
    swept_at: swept.sweptAt,
    denied_at: swept.deniedAt,
    tampered: swept.tampered,
    orphans: swept.orphans,
  }
  return documentText(nonce, { proven, swept: mark })
}

/**
 * Reads `store.json`. One of a version that left no mark is of a store that nobody swept.
 *
 * @throws `state-invalid`.
 */
export function readStoreDocument(key: string, text: string): StoreDocument {
  const document = readDocument(key, text)
  const proof = document.list('proven').map((one) => ({
    place: one.text('place'),
    probe: one.count('probe'),
    provenAt: one.date('proven_at'),
  }))
  const mark = document.optionalFields('swept')
  return { proof, swept: mark === undefined ? {} : readMark(mark) }
}

function readMark(mark: Fields): SweepMark {
  return defined({
    sweptAt: mark.optionalDate('swept_at'),
    deniedAt: mark.optionalDate('denied_at'),
    tampered: readFound(mark.optionalFields('tampered')),
    orphans: readFound(mark.optionalFields('orphans')),
  })
}

function readFound(found: Fields | undefined): LastFound | undefined {
  return found && { count: found.seconds('count'), at: found.date('at') }
}
