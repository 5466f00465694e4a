import { documentText, readDocument } from '../documents/document.ts'

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

/** The text of `store.json`. */
export function storeProofText(proof: StoreProof, nonce: string): string {
  const proven = proof.map(({ place, probe, provenAt }) => ({ place, probe, proven_at: provenAt }))
  return documentText(nonce, { proven })
}

/**
 * Reads `store.json`.
 *
 * @throws `state-invalid`.
 */
export function readStoreProof(key: string, text: string): StoreProof {
  const document = readDocument(key, text)
  return document.list('proven').map((one) => ({
    place: one.text('place'),
    probe: one.count('probe'),
    provenAt: one.date('proven_at'),
  }))
}
