import type { Finding } from '../model/judgement.ts'
import { code, escapeMarkdown } from './escape-markdown.ts'
import { type FindingGroup, groupFindings, groupReason } from './group-findings.ts'
import type { Section } from './markdown-sections.ts'

/** A table takes no more than this, so that the one of what blocks always fits into a comment. */
const TABLE_CHARACTERS_MAX = 24_000

/** A table of findings; undefined for none. Rows beyond what fits are counted. */
export function findingTable(
  title: string,
  findings: readonly Finding[],
  { isOpen }: { readonly isOpen: boolean },
): Section | undefined {
  if (findings.length === 0) return undefined
  const rows = groupFindings(findings).map((group) => ({
    text: row(group),
    count: 1 + group.others.length,
  }))
  let length = 0
  const shown = rows.filter(({ text }) => (length += text.length + 1) <= TABLE_CHARACTERS_MAX)
  const rest = findings.length - shown.reduce((sum, { count }) => sum + count, 0)
  const table = [
    '| rule | where | what | cure |',
    '| --- | --- | --- | --- |',
    ...shown.map(({ text }) => text),
    ...(rest > 0 ? ['', `and ${rest} more`] : []),
  ].join('\n')
  const text = isOpen
    ? `**${title}**\n\n${table}`
    : `<details><summary>${title}: ${findings.length}</summary>\n\n${table}\n\n</details>`
  return { name: title.toLowerCase(), text }
}

function row(group: FindingGroup): string {
  const { rule, severity, role, place, cure } = group.first
  const named = role === undefined ? [] : [code(role, 80)]
  const spot = place === undefined ? [] : [`${code(place.file, 200)} line ${place.line}`]
  const what = escapeMarkdown(groupReason(group), 500)
  return `| ${rule} ${severity} | ${[...named, ...spot].join(' ')} | ${what} | ${escapeMarkdown(cure, 300)} |`
}
