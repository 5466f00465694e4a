import { type KeptUser, currentKey, knownKeyIds, rotatesAt } from '../../core/keys/key-ring.ts'
import type { Rotation } from '../../core/keys/rotate.ts'
import type { ReconciledKeys } from '../../core/keys/reconcile-keys.ts'
import { formatDuration } from '../../core/language/duration.ts'
import { fromNow, timeText } from '../printing/times.ts'
import { oneLine } from '../../core/language/one-line.ts'

type Facts = readonly (readonly [string, string | undefined])[]

/** A kept user as JSON, without what is sealed. Fields are only ever added. */
export function keptDocument(kept: KeptUser): Readonly<Record<string, unknown>> {
  const { user, ring, rotationPeriodSeconds, graceSeconds } = kept
  const current = currentKey(ring)
  const at = rotatesAt(kept)
  return {
    user_arn: user.arn,
    phase: ring.phase,
    access_key: current?.accessKeyId ?? null,
    since: current === undefined ? null : timeText(current.since),
    recipients: current?.recipients ?? [],
    rotation_period: rotationPeriodSeconds ?? null,
    grace_period: graceSeconds,
    rotates_at: at === undefined ? null : timeText(at),
    access_keys: knownKeyIds(ring),
    old_until: ring.phase === 'retiring' && ring.old !== undefined ? timeText(ring.until) : null,
  }
}

/** The same for a person. */
export function keptFacts(kept: KeptUser, now: Date): Facts {
  const { user, ring, rotationPeriodSeconds: period, graceSeconds } = kept
  const current = currentKey(ring)
  const at = rotatesAt(kept)
  return [
    ['user', user.arn],
    ['access key', current?.accessKeyId ?? 'none yet'],
    ['since', current && `${timeText(current.since)} (${fromNow(current.since, now)})`],
    ['sealed for', current?.recipients.join(', ')],
    ['rotation', period === undefined ? 'only when asked' : `every ${formatDuration(period)}`],
    ['next', at && `${timeText(at)} (${fromNow(at, now)})`],
    ['grace', formatDuration(graceSeconds)],
    ['under way', underWay(kept, now)],
  ]
}

function underWay({ ring }: KeptUser, now: Date): string | undefined {
  switch (ring.phase) {
    case 'empty':
    case 'steady':
      return undefined
    case 'creating':
      return `a new key is being made; left to its process until ${timeText(ring.attempt.until)}`
    case 'proving':
      return `${ring.candidate.accessKeyId} is being tried; left to its process until ${timeText(ring.attempt.until)}`
    case 'retiring':
      return ring.old === undefined
        ? 'about to be finished'
        : `${ring.old.accessKeyId}, the key before, works until it is deleted ${fromNow(ring.until, now)}`
    case 'removing':
      return 'given up: its keys are about to be deleted'
  }
}

/** What a rotation did, as JSON. */
export function rotationDocument(rotation: Rotation): Readonly<Record<string, unknown>> {
  const { current, made, deleted, oldUntil, leftUntil } = rotation
  return {
    access_key: current ?? null,
    rotated: made !== undefined,
    deleted,
    old_until: oldUntil === undefined ? null : timeText(oldUntil),
    left_to_another_process_until: leftUntil === undefined ? null : timeText(leftUntil),
  }
}

/** The same in a line. */
export function rotationText({ current, made, deleted, oldUntil, leftUntil }: Rotation): string {
  if (leftUntil !== undefined)
    return `left to another process, which is rotating it, until ${timeText(leftUntil)}`
  const did = [
    ...(made === undefined ? [] : [`rotated: ${made} is in use`]),
    ...(deleted.length === 0 ? [] : [`${deleted.join(', ')} deleted`]),
    ...(oldUntil === undefined ? [] : [`the key before works until ${timeText(oldUntil)}`]),
  ]
  return did.length === 0 ? `${current ?? 'no key'} stays in use` : did.join('; ')
}

/** What a sweep did about a key, as JSON. */
export function reconciledDocument(reconciled: ReconciledKeys): Readonly<Record<string, unknown>> {
  const { place } = reconciled
  if ('error' in reconciled) {
    const { code, message } = reconciled.error
    return { place, error: { code, message } }
  }
  return 'rotation' in reconciled
    ? { place, ...rotationDocument(reconciled.rotation) }
    : { place, given_up: true }
}

/** The same in a line. */
export function reconciledLine(reconciled: ReconciledKeys): string {
  const { place } = reconciled
  if ('error' in reconciled) {
    const { code, message, hint } = reconciled.error
    const cure = hint === undefined ? '' : ` (${hint})`
    return `${place} failed: ${code}: ${oneLine(message + cure)}`
  }
  return `${place} ${'rotation' in reconciled ? rotationText(reconciled.rotation) : 'given up: its keys are deleted'}`
}
