import type { Clock } from '../clock.ts'
import type { Random } from '../lease-id.ts'
import type { CallOptions } from '../ports.ts'
import type { Board } from './board.ts'
import type { Denial, DenyEntry, DenyTarget } from './deny-entry.ts'

/** Where the truth about revoked sessions lives: tombstones, and for each target the board of what IAM holds. */
export interface DenyStore {
  /** Writes the tombstone of a session. From here on the revocation is durable; twice is harmless. */
  bury(denial: Denial): Promise<void>
  /** All tombstones of a target. A tombstone buried before this call is always among them. */
  buried(target: DenyTarget): Promise<readonly DenyEntry[]>
  /** Removes tombstones of sessions that have ended. */
  unbury(target: DenyTarget, entries: readonly DenyEntry[]): Promise<void>
  /** The board of a target, and the version that a later write must name; undefined before the first. */
  readBoard(target: DenyTarget): Promise<StoredBoard | undefined>
  /** Replaces the board if it is still the one that was read (undefined: still absent). */
  writeBoard(board: Board, before: StoredBoard | undefined): Promise<StoredBoard | 'conflict'>
  /** Every target that has tombstones or a board. */
  targets(): AsyncIterable<DenyTarget>
}

/** A board with its version. */
export interface StoredBoard {
  readonly board: Board
  readonly version: string
}

/** Writes deny policies in IAM. A name is never used for two different documents, so writing again is safe. */
export interface DenyPolicies {
  /**
   * Puts an inline policy on the target.
   *
   * @throws `aws-limit-exceeded` when the target has no room; `outcome-unknown`, …
   */
  putInline(target: DenyTarget, name: string, document: string, options: CallOptions): Promise<void>
  /** Makes a managed policy and attaches it. What an earlier try left is taken up. Throws as `putInline`. */
  attachManaged(
    target: DenyTarget,
    name: string,
    document: string,
    options: CallOptions,
  ): Promise<void>
  /** Removes a policy made by the two above; what is gone already is done. */
  remove(
    target: DenyTarget,
    name: string,
    kind: 'inline' | 'managed',
    options: CallOptions,
  ): Promise<void>
}

/**
 * Which seconds of an IAM user are taken. Its session tokens have no name; a revocation tells them apart by
 * the second of issue, so no two may share one.
 */
export interface SecondStore {
  /** Takes a slot, by the epoch second it begins with; false when somebody has it. Death leaves it taken. */
  reserve(issuerArn: string, slot: number): Promise<boolean>
  /** Forgets slots that lie before a moment: nobody can issue there any more. */
  forgetBefore(moment: Date): Promise<void>
}

/** What revocation needs from outside. */
export interface RevocationPorts {
  readonly store: DenyStore
  readonly policies: DenyPolicies
  readonly clock: Clock
  readonly random: Random
}
