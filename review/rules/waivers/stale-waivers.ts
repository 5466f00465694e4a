import type { Waiver } from '../../model/judgement.ts'
import { found, type Observation } from '../rule.ts'
import { faultOfWaiver } from './waiver.ts'

/** What became of the waivers of a role. */
export interface WaiverUse {
  readonly used: ReadonlySet<Waiver>
  /** Rules that a role's file may waive. */
  readonly waivable: ReadonlySet<string>
  readonly now: Date
}

/** The waivers that waive nothing: without reason or end, over, of no rule that can be waived, or without a finding. */
export function staleWaivers(
  waivers: readonly Waiver[],
  { used, waivable, now }: WaiverUse,
): readonly Observation[] {
  return waivers.flatMap((waiver) => {
    const { rules, fingerprint, place } = waiver
    const barred = rules.filter((rule) => !waivable.has(rule))
    const fault =
      faultOfWaiver(waiver, now) ??
      (barred.length > 0 ? `names ${barred.join(', ')}, which no role's file can waive` : undefined)
    const isIdle = fault === undefined && !used.has(waiver)
    if (fault === undefined && !isIdle) return []
    return [
      found({
        subject: [...rules, fingerprint ?? ''].join(' '),
        reason: `the waiver of ${rules.join(', ') || 'nothing'} ${fault ?? 'meets no finding any more'}`,
        ...(isIdle ? { severity: 'note' as const } : {}),
        place,
      }),
    ]
  })
}
