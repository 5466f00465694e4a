import type { ServerClock } from '../clock.ts'
import type { CallOptions } from '../call-options.ts'
import type { Secret } from '../secret.ts'
import type { KeptKey, KeptUser } from './key-ring.ts'

/** An access key in the open. */
export interface PlainKey {
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
}

/** A key of a user as IAM lists it. */
export interface ListedKey {
  readonly accessKeyId: string
  readonly createdAt: Date
  readonly active: boolean
}

/** When and where a key was used last. */
export interface KeyUse {
  readonly at: Date
  readonly service: string
}

/** What AWS does with the keys of one IAM user. All throw what `Issuer.issue` of `core/ports.ts` throws. */
export interface UserKeys {
  /** All of them, in use or not. */
  list(options: CallOptions): Promise<readonly ListedKey[]>
  /** Undefined for a key that was never used. AWS may learn of a use some minutes late. */
  lastUse(accessKeyId: string, options: CallOptions): Promise<KeyUse | undefined>
  /**
   * Makes a key. Where the request had to be sent more than once, an earlier try may have made another.
   *
   * @throws `outcome-unknown` when a key may have been made that nobody holds.
   */
  create(options: CallOptions): Promise<PlainKey>
  /**
   * Waits until AWS accepts the key.
   *
   * @throws `key-not-accepted` when it is still refused after a minute.
   */
  prove(key: PlainKey, options: CallOptions): Promise<void>
  /** Deletes a key; one that is gone counts as deleted. */
  remove(accessKeyId: string, options: CallOptions): Promise<void>
}

/** Encrypts keys for those who may use them, and opens them again. */
export interface Seal {
  /**
   * Makes sure that something can be sealed, before a key is made that could not be kept.
   *
   * @param before - for whom the key before it was sealed: none of them may be left out by accident.
   * @throws `request-invalid` without a recipient, or with one that is none.
   */
  check(before: readonly string[]): Promise<void>
  /** @param place - where it will be kept: sealed with it, so that it opens nowhere else. */
  seal(place: string, key: PlainKey): Promise<Pick<KeptKey, 'sealed' | 'recipients'>>
  /** Whether there is an identity to open anything with. */
  readonly canOpen: boolean
  /**
   * @throws `request-invalid` without an identity; `state-denied` when it is not one that the key was sealed for;
   * `state-invalid` when what is inside was not sealed for this place.
   */
  open(place: string, key: KeptKey): Promise<PlainKey>
}

/** A document as it was read or written. */
export interface Stored<K> {
  readonly kept: K
  /** What the next write names. */
  readonly version: string
}

/** The place of one kept user. Conditional writes are the only lock. */
export interface KeptStore<K extends KeptUser> {
  /** The object's key. */
  readonly place: string
  read(): Promise<Stored<K> | undefined>
  /** Writes over the version that was read, or where nothing is. */
  write(kept: K, before: Pick<Stored<K>, 'version'> | undefined): Promise<Stored<K> | 'conflict'>
  /** Removes it, whatever it holds. */
  remove(): Promise<void>
}

/** All that rotating the keys of one user needs. */
export interface RotationPorts<K extends KeptUser> {
  readonly store: KeptStore<K>
  readonly seal: Seal
  readonly clock: ServerClock
  /** IAM, as somebody who may change this user's keys. */
  keysOf(kept: K): Promise<UserKeys>
}
