import { secondsAfter } from './clock.ts'
import { defined } from './language/defined.ts'
import type { RevocationMode } from './revocation/ports.ts'

/** How often something was found, and when last. */
export interface LastFound {
  readonly count: number
  readonly at: Date
}

/** What sweeps leave in the store, so that others see whether any comes by. */
export interface SweepMark {
  /** When the last one came to its end, whatever it could not do. */
  readonly sweptAt?: Date
  /** When the last one came to its end that writes denies. */
  readonly deniedAt?: Date
  /** Deny policies that somebody else had removed: of all sweeps since one a day before the last that found any. */
  readonly tampered?: LastFound
  /** What the last inventory found that nothing in the store leads to. */
  readonly orphans?: LastFound
}

/** Where the mark of the sweeps stands. */
export interface SweepMarks {
  /** As it was when {@link LeaseStore.ready} looked, without a request; undefined before that. */
  atHand(): SeenMark | undefined
  /** As it is now. */
  read(): Promise<SweepMark>
  /** Changes it; a race that is lost again and again leaves it as others write it. */
  update(change: (before: SweepMark) => SweepMark): Promise<void>
}

/** A mark, and when it was read. */
export interface SeenMark {
  readonly mark: SweepMark
  readonly readAt: Date
}

const DAY_SECONDS = 24 * 3600

/** Where a sweep is the revocation, it should come every minute; so long after the last one something is wrong. */
const SILENT_AFTER_SECONDS = 900

/** What a sweep found that others may want to know. */
interface SweepFindings {
  readonly denials: readonly { readonly tampered?: number }[]
  readonly orphans?: readonly unknown[]
}

/** The mark after a sweep. One that only finishes revocations is no whole one. */
export function markAfter(
  before: SweepMark,
  { denials, orphans }: SweepFindings,
  { at, isWhole, mode }: { at: Date; isWhole: boolean; mode: RevocationMode },
): SweepMark {
  const removed = denials.reduce((sum, { tampered = 0 }) => sum + tampered, 0)
  const found = { count: removed + tamperedLately(before, at), at }
  return {
    ...before,
    ...(isWhole ? { sweptAt: at } : {}),
    ...(mode === 'immediate' ? { deniedAt: at } : {}),
    ...(removed === 0 ? {} : { tampered: found }),
    ...defined({ orphans: orphans && { count: orphans.length, at } }),
  }
}

/** Deny policies that others removed, as sweeps found in the last day. */
export function tamperedLately({ tampered }: SweepMark, now: Date): number {
  return tampered !== undefined && secondsAfter(tampered.at, DAY_SECONDS) > now ? tampered.count : 0
}

/** When a sweep last came by that does what this mode leaves to sweeps; undefined where none ever did. */
export function lastSweepAt(
  { sweptAt, deniedAt }: SweepMark,
  mode: RevocationMode,
): Date | undefined {
  return mode === 'tombstone' ? deniedAt : sweptAt
}

/**
 * What is to be said where revocations are left to a sweep and none has come by for long, in one sentence; undefined
 * where all is well, and where sessions are revoked at once.
 */
export function describeSilence(
  { mark, readAt }: SeenMark,
  mode: RevocationMode,
): string | undefined {
  if (mode !== 'tombstone') return undefined
  const last = lastSweepAt(mark, mode)
  if (last !== undefined && secondsAfter(last, SILENT_AFTER_SECONDS) >= readAt) return undefined
  const since =
    last === undefined
      ? 'has ever come by'
      : `has come by since ${last.toISOString().slice(0, 19)}Z`
  return `no sweep that writes denies ${since}: sessions that are revoked here work on until one does, or until they end; see whether the scheduled sweep runs`
}
