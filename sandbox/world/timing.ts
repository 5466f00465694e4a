/** When a change shows. */
export interface ChangeTiming {
  /** Changes of a world are counted from 0. */
  readonly number: number
  /** Milliseconds until it takes hold: until authentication and authorisation go by it. */
  readonly takesHoldMs: number
  /** Milliseconds after which all answers of IAM show it, at the latest. */
  readonly shownMs: number
}

/** What a world's tables ask when something changes. */
export interface Timing {
  readonly now: () => Date
  /** Asked once for every change of every part of an entity. */
  readonly ofChange: () => ChangeTiming
}

/** What a {@link Sight} decides by. */
export interface ChangeMark {
  /** As {@link ChangeTiming} numbers it; -1 for what was there before any. */
  readonly number: number
  /** Epoch milliseconds. */
  readonly at: number
}

/** Whether whoever asks is shown a change. */
export type Sight = (change: ChangeMark) => boolean
