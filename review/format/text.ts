import { formatTime } from './time.ts'
import { groupFindings, groupReason } from './group-findings.ts'
import type { Finding } from '../model/judgement.ts'
import type { Review } from '../model/review.ts'
import type { RoleComparison } from '../model/comparison.ts'
import { logText } from './plain-text.ts'
import { roleFacts } from './role-facts.ts'
import { roleVerdict, verdictLine } from './verdict-line.ts'

const ITEMS_SHOWN = 12

/** A review for a terminal, ending in a newline. The first line is the verdict, and must be enough. */
export function textReview(review: Review): string {
  const open = review.findings.filter(({ waiver }) => waiver === undefined)
  const blocks = [
    [verdictLine(review)],
    ...review.roles
      .filter(({ kind }) => kind !== 'unchanged')
      .map((role) => roleLines(role, blockingOf(role, review))),
    findingLines(
      'blocking',
      open.filter(({ blocks }) => blocks),
    ),
    findingLines(
      'new',
      open.filter(({ blocks, isNew }) => isNew && !blocks),
    ),
    findingLines(
      'there before',
      open.filter(({ isNew }) => !isNew),
    ),
    waivedLines(review.findings),
    leaseLines(review),
    notRunLines(review),
    [footer(review)],
  ]
  const lines = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'))
  return `${lines.join('\n\n')}\n`
}

function blockingOf({ name }: RoleComparison, { findings }: Review): number {
  return findings.filter(({ role, blocks }) => role === name && blocks).length
}

function roleLines(comparison: RoleComparison, blocking: number): readonly string[] {
  const { rows, lists } = roleFacts(comparison)
  const from = comparison.after?.from ?? comparison.before?.from ?? ''
  const head = `role ${logText(comparison.name)}: ${roleVerdict(comparison, blocking)}`
  return [
    `${head} (${logText(from)})`,
    ...rows.map(({ what, before, after }) => {
      return `  ${logText(what)}: ${logText(before) || 'none'} → ${logText(after) || 'none'}`
    }),
    ...lists.flatMap(({ title, items }) => [
      `  ${title}:`,
      ...items.slice(0, ITEMS_SHOWN).map((item) => `    - ${logText(item)}`),
      ...(items.length > ITEMS_SHOWN ? [`    and ${items.length - ITEMS_SHOWN} more`] : []),
    ]),
  ]
}

function findingLines(title: string, findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return []
  return [
    `${title}:`,
    ...groupFindings(findings).flatMap((group) => {
      const { rule, severity, cure } = group.first
      const reason = logText(groupReason(group), 600)
      return [
        `  ${severity} ${rule} at ${spot(group.first)}: ${reason}`,
        `    cure: ${logText(cure)}`,
      ]
    }),
  ]
}

function spot({ place, role }: Finding): string {
  const named = role === undefined ? '' : ` (${logText(role)})`
  return place === undefined
    ? named.trim() || 'the whole'
    : `${logText(place.file)}:${place.line}:${place.column}${named}`
}

function waivedLines(findings: readonly Finding[]): readonly string[] {
  const waived = findings.filter(({ waiver }) => waiver !== undefined)
  if (waived.length === 0) return []
  return [
    'waived:',
    ...waived.map((finding) => {
      const { waiver, rule, reason } = finding
      const until = waiver?.until === undefined ? '' : ` until ${formatTime(waiver.until)}`
      return `  ${rule} at ${spot(finding)}${until}, because ${logText(waiver?.reason ?? '')}: ${logText(reason)}`
    }),
  ]
}

function leaseLines({ liveLeases }: Review): readonly string[] {
  const live = (liveLeases ?? []).filter(({ count }) => count > 0)
  if (live.length === 0) return []
  return [
    'issued under the old definition, and keeping its rights:',
    ...live.map(({ role, count, lastEndsAt }) => {
      const end = lastEndsAt === undefined ? '' : `, the last until ${formatTime(lastEndsAt)}`
      return `  role ${logText(role)}: ${count} live ${count === 1 ? 'lease' : 'leases'}${end}`
    }),
    '  the sweep needs its rights for them until then: print its policies with this state',
  ]
}

function notRunLines({ notRun }: Review): readonly string[] {
  if (notRun.length === 0) return []
  return [
    'not looked at:',
    ...notRun.map(({ rule, role, reason }) => {
      return `  ${rule}${role === undefined ? '' : ` for ${logText(role)}`}: ${logText(reason)}`
    }),
  ]
}

function footer({ compared, actionTableDate }: Review): string {
  const sides =
    compared === undefined
      ? ''
      : `compared ${logText(compared.base)} with ${logText(compared.head)}; `
  return `${sides}actions of AWS as of ${actionTableDate}`
}
