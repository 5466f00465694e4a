import type { Reason } from '../core/reason.ts'

/** An object as it was read. */
export interface StoredObject {
  readonly body: string
  /** Opaque; changes with every write. What a later conditional write names. */
  readonly version: string
}

/** What must hold for a write to happen: the key is free, or still holds the version that was read. */
export type Condition = { readonly absent: true } | { readonly version: string }

/** Where a listing starts. */
export interface ListOptions {
  /** Only keys after this one. */
  readonly after?: string
}

/** What a look at the place itself found, for `doctor`. */
export interface StoreFinding {
  /** What was examined, e.g. `conditional writes`. */
  readonly name: string
  /** `unknown`: the place would not tell. */
  readonly status: 'ok' | 'failed' | 'unknown'
  readonly detail: string
  /** What to do about it; absent when nothing is to be done. */
  readonly cure?: string
  /** Where each face has its own words for the cure. */
  readonly reason?: Reason
}

/**
 * The least a place for state must do: texts under keys, and conditional writes, which are the only
 * lock. Any number of processes may use it at once and die at any point. Keys are printable ASCII
 * with `/` between their parts.
 *
 * All methods throw `state-not-found`, `state-denied` or `state-unavailable`.
 */
export interface ObjectStore {
  /** Where it is: one place, one text. A copy elsewhere has another, and so has the same bucket at another endpoint. */
  readonly place: string
  /** The object under a key as of the last finished write; undefined when there is none. */
  get(key: string): Promise<StoredObject | undefined>
  /**
   * Writes an object, if the condition holds: of many writers with the same condition, one wins.
   * Answers `conflict` when it did not hold. After a reply that was lost on the way and asked for
   * again, `conflict` may speak of this very write: {@link putWithNonce} tells the two apart.
   *
   * @throws `outcome-unknown` when there was no clear answer: the object may or may not be written.
   */
  put(
    key: string,
    body: string,
    condition?: Condition,
  ): Promise<{ readonly version: string } | 'conflict'>
  /** Removes objects, whatever their version. What is absent counts as removed. Death midway leaves some of them. */
  remove(keys: readonly string[]): Promise<void>
  /**
   * Removes an object that still has the version that was read. What was written since stays, whenever the request lands; a server
   * that knows no conditional removal removes that too.
   */
  removeVersion(key: string, version: string): Promise<void>
  /**
   * Keys that begin with a prefix, in byte order, read from the place page by page as they are asked
   * for. Keys that come or go meanwhile may be missed or listed.
   */
  list(prefix: string, options?: ListOptions): AsyncIterable<string>
  /** Facts about the place that a person should know. */
  examine?(): Promise<readonly StoreFinding[]>
}
