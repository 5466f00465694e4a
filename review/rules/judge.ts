import type { ActionTable } from '../actions/action-table.ts'
import type { Comparison, RoleComparison } from '../model/comparison.ts'
import type { Finding, Judge, Judgement, RuleNotRun } from '../model/judgement.ts'
import type { SourcedStatement } from '../model/role-access.ts'
import type { CodeOwners } from './code-owners.ts'
import type { Guardrail } from './guardrails/guardrail.ts'
import { type RoleView, viewRole } from './role-view.ts'
import { few, type Observation, type Rule, type RuleContext, type StateRule } from './rule.ts'
import { RULES } from './rule-table.ts'
import { bySeverity } from './severities.ts'
import { unreadableOutcomes } from './validity/unreadable.ts'
import { waive } from './waivers/waive.ts'
import { askedWaivers } from './waivers/asked-waivers.ts'
import { waiversOf } from './waivers/waivers-of.ts'
import { makeFinding, makeFindings } from './make-findings.ts'

/** What the rules go by, beside the roles. */
export interface JudgeOptions {
  readonly table: ActionTable
  /** Waivers and definitions end by it. */
  readonly now: Date
  readonly guardrail?: Guardrail
  /** Of the old side. */
  readonly codeOwners?: CodeOwners
  /** Addresses of what changes, grants rights, and is not read. */
  readonly notRead?: readonly string[]
  /** Whether the same change touches the guardrail file. */
  readonly isGuardrailChanged?: boolean
}

/** Makes the judge of a review: all rules of the table, weighed and waived. */
export function makeJudge(options: JudgeOptions): Judge {
  const severities = options.guardrail?.severities ?? {}
  const rules = RULES.filter(({ id }) => severities[id] !== 'off')
  return (comparison) => {
    const judgements = [
      judgeSet(comparison, rules, options),
      judgeUnreadable(comparison),
      judgeNotRead(options.notRead ?? []),
      ...comparison.roles.map((role) => judgeRole(role, rules, options)),
    ]
    return {
      findings: judgements.flatMap(({ findings }) => findings).sort(byWeight),
      notRun: gather(judgements.flatMap(({ notRun }) => notRun)),
    }
  }
}

function judgeRole(
  comparison: RoleComparison,
  rules: readonly Rule[],
  context: RuleContext,
): Judgement {
  const { name: role, after } = comparison
  const view = (side: RoleComparison['after']) =>
    side === undefined ? undefined : viewRole(role, side, context)
  const now = view(after)
  const was = comparison.kind === 'unchanged' ? now : view(comparison.before)
  const severities = context.guardrail?.severities ?? {}
  const change = { comparison, ...(was && { before: was }), ...(now && { after: now }) }
  const { part } = after ?? comparison.before ?? {}
  const judgements = rules
    .filter(({ id }) => isAbout(id, part))
    .map((rule): Judgement => {
      const about = { role, severities }
      if (rule.looksAt === 'change') {
        return makeFindings(rule, rule.check(change, context), { ...about, isNew: () => true })
      }
      if (rule.looksAt === 'set' || now === undefined) return NOTHING
      // What did not change has nothing new.
      const old = comparison.kind === 'unchanged' ? () => true : subjectsBefore(rule, was, context)
      const isNew = (one: Observation) => isGained(one, comparison) && !old(one.subject)
      return makeFindings(rule, rule.check(now, context), { ...about, isNew })
    })
  const found = judgements.flatMap(({ findings }) => findings)
  const { agreed, asked } = waiversOf(comparison, context)
  const { findings, stale } = waive(found, agreed, { rules, now: context.now })
  const isNew = () => comparison.kind !== 'unchanged'
  const ofWaivers = [
    ...saidBy('HYG006', rules, (rule) => makeFindings(rule, stale, { role, severities, isNew })),
    ...saidBy('HYG007', rules, (rule) =>
      makeFindings(rule, askedWaivers(asked, findings), { role, severities, isNew: () => true }),
    ),
  ]
  return {
    findings: [...findings, ...ofWaivers],
    notRun: judgements.flatMap(({ notRun }) => notRun),
  }
}

function saidBy(
  id: string,
  rules: readonly Rule[],
  make: (rule: Rule) => Judgement,
): readonly Finding[] {
  return rules.filter((rule) => rule.id === id).flatMap((rule) => make(rule).findings)
}

/** Of what is no role of daypass only rights or trust are looked at. */
function isAbout(id: string, part: 'rights' | 'trust' | undefined): boolean {
  if (part === undefined) return id !== 'TRU016'
  if (part === 'trust') return /^(ACC00[345]|TRU016)$/.test(id)
  return /^(ACC|ESC|VAL|GRD00[36])/.test(id)
}

/** What is left of a wider right is said in other words, and is nothing new. */
function isGained(
  { granted, admitted }: Observation,
  { before, access, trust, fields }: RoleComparison,
): boolean {
  if (before === undefined) return true
  const { sources, unread } = access.gained
  if (admitted !== undefined) {
    const isOpener = fields.some(
      ({ field, direction }) => field === 'claims' && direction === 'wider',
    )
    const mayMore = sources.length > 0 || unread.length > 0
    if (isOpener || (admitted.isAboutRights && mayMore)) return true
    return trust.gained.some(({ subject }) => subject === admitted.subject)
  }
  return granted === undefined || sources.some((source) => isSame(source, granted))
}

function isSame(one: SourcedStatement, other: SourcedStatement): boolean {
  return one.policy === other.policy && one.index === other.index
}

const NOTHING: Judgement = { findings: [], notRun: [] }

/** Whether a rule said the same of the old definition, which is looked at when that is first asked. */
function subjectsBefore(
  rule: StateRule,
  was: RoleView | undefined,
  context: RuleContext,
): (subject: string) => boolean {
  let known: ReadonlySet<string> | undefined
  return (subject) => {
    if (was === undefined) return false
    known ??= new Set(
      rule.check(was, context).flatMap((one) => (one.kind === 'found' ? [one.subject] : [])),
    )
    return known.has(subject)
  }
}

function judgeSet(comparison: Comparison, rules: readonly Rule[], context: RuleContext): Judgement {
  const severities = context.guardrail?.severities ?? {}
  const findings: Finding[] = []
  const notRun: RuleNotRun[] = []
  for (const rule of rules) {
    if (rule.looksAt !== 'set') continue
    for (const outcome of rule.check(comparison, context)) {
      if (outcome.kind === 'unseen') notRun.push({ rule: rule.id, reason: outcome.reason })
      else findings.push(makeFinding(rule, outcome, { ...outcome, severities }))
    }
  }
  return { findings, notRun }
}

function judgeNotRead(addresses: readonly string[]): Judgement {
  if (addresses.length === 0) return NOTHING
  return { findings: [], notRun: [{ rule: 'ACC016', reason: `not read: ${few(addresses, 10)}` }] }
}

/** No guardrail file can silence these: what cannot be read has not been reviewed. */
function judgeUnreadable(comparison: Comparison): Judgement {
  const findings = unreadableOutcomes(comparison).flatMap((outcome) => {
    const rule = RULES.find(({ id }) => id === outcome.rule)
    return rule === undefined
      ? []
      : [makeFinding({ ...rule, severity: 'error' }, outcome, { ...outcome, severities: {} })]
  })
  return { findings, notRun: [] }
}

/** What holds for many roles for the same reason is said once. */
function gather(notRun: readonly RuleNotRun[]): readonly RuleNotRun[] {
  const groups = new Map<string, RuleNotRun[]>()
  for (const one of notRun) {
    const key = JSON.stringify([one.rule, one.reason])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return [...groups.values()]
    .flatMap(([first, second]) => {
      if (first === undefined) return []
      return second === undefined ? [first] : [{ rule: first.rule, reason: first.reason }]
    })
    .sort((a, b) => compare(a.rule, b.rule))
}

/** What blocks, then what is new, then what is worst; waived findings last. */
function byWeight(a: Finding, b: Finding): number {
  return (
    Number(b.blocks) - Number(a.blocks) ||
    Number(a.waiver !== undefined) - Number(b.waiver !== undefined) ||
    Number(b.isNew) - Number(a.isNew) ||
    bySeverity(a.severity, b.severity) ||
    compare(a.role ?? '', b.role ?? '') ||
    compare(a.place?.file ?? '', b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    compare(a.rule, b.rule)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
