import type { Finding, Waiver } from '../../model/judgement.ts'
import { staleWaivers } from './stale-waivers.ts'
import type { Observation, RuleText } from '../rule.ts'
import { coversFinding, faultOfWaiver } from './waiver.ts'

/** Findings of a role with its waivers applied, and what is wrong with these. */
export interface Waived {
  readonly findings: readonly Finding[]
  readonly stale: readonly Observation[]
}

/** Applies the waivers of a role's file to its findings. A waived finding stays, but no longer blocks. */
export function waive(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  { rules, now }: { readonly rules: readonly RuleText[]; readonly now: Date },
): Waived {
  if (waivers.length === 0) return { findings, stale: [] }
  const waivable = new Set(rules.filter(({ isWaivable }) => isWaivable).map(({ id }) => id))
  const inForce = waivers.filter((waiver) => faultOfWaiver(waiver, now) === undefined)
  const waived = findings.map((finding): Finding => {
    const waiver = waivable.has(finding.rule)
      ? inForce.find((one) => coversFinding(one, finding))
      : undefined
    return waiver === undefined ? finding : { ...finding, waiver, blocks: false }
  })
  const used = new Set(
    inForce.filter((waiver) =>
      findings.some((finding) => waivable.has(finding.rule) && coversFinding(waiver, finding)),
    ),
  )
  return { findings: waived, stale: staleWaivers(waivers, { used, waivable, now }) }
}
