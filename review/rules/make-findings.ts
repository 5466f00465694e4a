import { fingerprintOf } from './fingerprint.ts'
import type { Finding, Judgement, RuleNotRun } from '../model/judgement.ts'
import type { Guardrail } from './guardrails/guardrail.ts'
import type { Observation, RuleOutcome, RuleText } from './rule.ts'
import { bySeverity, lower } from './severities.ts'
import { defined } from '../../core/language/defined.ts'

/** What a finding depends on, beside its rule and what was observed. */
export interface FindingContext {
  /** Absent for a finding about the whole set. */
  readonly role?: string
  readonly severities: Guardrail['severities']
  readonly isNew: boolean
}

/** Makes a finding of an observation. */
export function makeFinding(
  rule: RuleText,
  observation: Observation,
  { role, isNew, severities }: FindingContext,
): Finding {
  const { subject, reason, place, lowerBy = 0 } = observation
  const configured = severities[rule.id]
  const base = configured === 'off' ? undefined : configured
  const severity = lower(base ?? observation.severity ?? rule.severity, lowerBy)
  return {
    rule: rule.id,
    severity,
    ...defined({ role }),
    reason,
    cure: observation.cure ?? rule.cure,
    place,
    fingerprint: fingerprintOf({ rule: rule.id, role: role ?? '', subject }),
    isNew,
    blocks: severity === 'error' && isNew,
  }
}

/** Makes findings of what a rule says. What it says twice about one subject counts once, with the greater weight. */
export function makeFindings(
  rule: RuleText,
  outcomes: readonly RuleOutcome[],
  circumstances: Omit<FindingContext, 'isNew'> & {
    readonly isNew: (observation: Observation) => boolean
  },
): Judgement {
  const { role } = circumstances
  const findings = new Map<string, Finding>()
  const notRun: RuleNotRun[] = []
  for (const outcome of outcomes) {
    if (outcome.kind === 'unseen') {
      notRun.push({
        rule: rule.id,
        ...defined({ role }),
        reason: outcome.reason,
      })
      continue
    }
    const isNew = outcome.isNew ?? circumstances.isNew(outcome)
    const finding = makeFinding(rule, outcome, { ...circumstances, isNew })
    const other = findings.get(outcome.subject)
    if (other === undefined || bySeverity(finding.severity, other.severity) < 0) {
      findings.set(outcome.subject, finding)
    }
  }
  return { findings: [...findings.values()], notRun }
}
