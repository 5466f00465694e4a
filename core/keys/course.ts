import type { CallOptions } from '../call-options.ts'
import type { KeptUser } from './key-ring.ts'
import type { PlainKey, RotationPorts, Stored } from './ports.ts'

/** How to rotate. */
export interface RotateOptions extends CallOptions {
  /** Rotate although no period says so. */
  readonly force?: boolean
  /** Instead of the kept user's own; 0 deletes what was replaced at once, also by a rotation before. */
  readonly graceSeconds?: number | undefined
}

/** One process's way through the phases of a rotation. */
export interface Course<K extends KeptUser> {
  readonly ports: RotationPorts<K>
  readonly options: RotateOptions
  /** Somebody asked for a new key, and there is none yet. */
  wanted: boolean
  /** Whether the attempt on record is this process's. */
  holds: boolean
  /** The key that this process made, until it is in use. */
  plain: PlainKey | undefined
  /** Id of the key that this process took into use. */
  made: string | undefined
  readonly deleted: string[]
}

/** What comes of one step: the next state of the record, a lost race, or nothing more to do. */
export type Step<K extends KeptUser> =
  Stored<K> | 'conflict' | 'done' | { readonly leftUntil: Date }
