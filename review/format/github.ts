import type { Finding, Severity } from '../model/judgement.ts'
import type { Review } from '../model/review.ts'
import { ruleText } from '../rules/rule-table.ts'
import { groupFindings, groupReason } from './group-findings.ts'
import { plainText } from './plain-text.ts'
import { verdictLine } from './verdict-line.ts'

/** GitHub keeps 10 annotations of each level a step and drops the rest in silence; the last one says how many. */
const SHOWN_MAX = 9

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
}

/**
 * A review as workflow commands, which GitHub shows as annotations on the lines they are about: worst first, those that
 * are new and not waived, ending in a newline. The last line is the verdict, as plain output.
 *
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubReview(review: Review): string {
  const open = review.findings.filter(({ isNew, waiver }) => isNew && waiver === undefined)
  const lines = (['error', 'warning', 'note'] as const).flatMap((severity) =>
    levelLines(
      open.filter((finding) => finding.severity === severity),
      severity,
    ),
  )
  return `${[...lines, `role review: ${verdictLine(review)}`].join('\n')}\n`
}

function levelLines(findings: readonly Finding[], severity: Severity): readonly string[] {
  const groups = groupFindings(findings)
  const level = LEVELS[severity]
  const shown = groups.slice(0, SHOWN_MAX).map((group) => {
    const { rule, place, cure, role } = group.first
    const title = `${rule} ${ruleText(rule)?.title ?? ''}`.trim()
    const named = role === undefined ? '' : `${role}: `
    const text = plainText(`${named}${groupReason(group)}. Cure: ${cure}`, 1_000)
    return command(level, place, { title, text })
  })
  const rest = groups.length - SHOWN_MAX
  if (rest <= 0) return shown
  const text = `${rest} more of this weight: the summary of the job has all of them`
  return [...shown, command(level, undefined, { title: 'role review', text })]
}

function command(
  level: string,
  place: Finding['place'],
  { title, text }: { readonly title: string; readonly text: string },
): string {
  const spot =
    place === undefined
      ? []
      : [`file=${property(place.file)}`, `line=${place.line}`, `col=${place.column}`]
  return `::${level} ${[...spot, `title=${property(title)}`].join(',')}::${data(text)}`
}

/** As the runner's own toolkit writes them. A line of the log could not hold a second command either. */
function data(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll('##[', '## [')
}

function property(text: string): string {
  return data(plainText(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
