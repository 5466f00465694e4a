import type { Finding } from '../model/judgement.ts'

/** Findings of one rule at one place that weigh the same, to be shown as one. */
export interface FindingGroup {
  readonly first: Finding
  /** Reasons of the others. */
  readonly others: readonly string[]
}

/** Groups findings, in the order in which they come. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const { rule, role, severity, place, isNew, blocks, waiver } = finding
    const spot = [place?.file, place?.line, waiver?.place.line]
    const key = JSON.stringify([rule, role, severity, isNew, blocks, ...spot])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [finding])
    else group.push(finding)
  }
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ first, others: rest.map(({ reason }) => reason) }],
  )
}

/** The reasons of a group in one clause. */
export function groupReason({ first, others }: FindingGroup, shown = 2): string {
  const reasons = [first.reason, ...others.slice(0, shown)].join('; ')
  const rest = others.length - shown
  return rest > 0 ? `${reasons}; and ${rest} more` : reasons
}
