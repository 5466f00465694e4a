import type { Finding } from '../model/judgement.ts'
import type { Review } from '../model/review.ts'
import type { RoleComparison } from '../model/comparison.ts'
import { code, escapeMarkdown } from './escape-markdown.ts'
import { findingTable } from './markdown-findings.ts'
import { cutSections, type Section } from './markdown-sections.ts'
import { formatTime } from './time.ts'
import { roleFacts } from './role-facts.ts'
import { roleVerdict, verdictLine } from './verdict-line.ts'

/** How a comment is made. */
export interface MarkdownOptions {
  /** The longest text, in UTF-16 units. GitHub takes 65,536 for a comment and 1 MiB for a job's summary. */
  readonly charactersMax?: number
  /** Where the whole review is, if the text has to be cut: an address that the caller made itself. */
  readonly fullReviewUrl?: string
  /** The version of daypass, for the last line. */
  readonly version?: string
}

const CHARACTERS_MAX = 60_000
/** Rows and items that are shown before "and N more". */
const ITEMS_SHOWN = 15

/**
 * A review as GitHub's markdown, for a comment or a job's summary, ending in a newline. The first line is the verdict.
 * Whole sections are left out from the end when it would be too long, and it says which. No text of a role can be
 * anything but text.
 */
export function markdownReview(review: Review, options: MarkdownOptions = {}): string {
  const { charactersMax = CHARACTERS_MAX } = options
  const open = review.findings.filter(({ waiver }) => waiver === undefined)
  const blocking = open.filter(({ blocks }) => blocks)
  const fresh = open.filter(({ blocks, isNew }) => isNew && !blocks)
  const old = open.filter(({ isNew }) => !isNew)
  const changed = review.roles.filter(({ kind }) => kind !== 'unchanged')
  const sections: readonly (Section | undefined)[] = [
    { name: 'the verdict', text: headline(review) },
    findingTable('What blocks', blocking, { isOpen: true }),
    leaseSection(review),
    waivedSection(review.findings),
    ...[...changed].sort(byVerdict).map((role) => roleSection(role, review)),
    findingTable('Worth a look', fresh, { isOpen: fresh.length <= ITEMS_SHOWN }),
    findingTable('There before this change', old, { isOpen: false }),
    notRunSection(review),
  ]
  return cutSections(
    sections.filter((section) => section !== undefined),
    { charactersMax, footer: footer(review, options), ...options },
  )
}

function headline(review: Review): string {
  const [word = '', ...rest] = verdictLine(review).split(':')
  return `### Credential roles: ${word}\n\n**${word}**:${rest.join(':')}.`
}

const ORDER = ['wider', 'narrower', 'same access']

function byVerdict(a: RoleComparison, b: RoleComparison): number {
  return ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict)
}

function roleSection(comparison: RoleComparison, { findings }: Review): Section {
  const { name, after, before } = comparison
  const blocking = findings.filter(({ role, blocks }) => role === name && blocks).length
  const { rows, lists } = roleFacts(comparison)
  const parts = [
    `#### ${code(name)}: ${roleVerdict(comparison, blocking)}`,
    code((after ?? before)?.from ?? ''),
  ]
  if (rows.length > 0) {
    const lines = rows
      .slice(0, ITEMS_SHOWN)
      .map(
        ({ what, before: was, after: is }) =>
          `| ${escapeMarkdown(what)} | ${cell(was)} | ${cell(is)} |`,
      )
    parts.push(['| | before | after |', '| --- | --- | --- |', ...lines].join('\n'))
  }
  for (const { title, items } of lists) {
    const shown = items.slice(0, ITEMS_SHOWN).map((item) => `- ${escapeMarkdown(item, 300)}`)
    const rest = items.length - ITEMS_SHOWN
    const more = rest > 0 ? [`- and ${rest} more`] : []
    parts.push(`**${title}**\n\n${[...shown, ...more].join('\n')}`)
  }
  const text = parts.join('\n\n')
  const isLong = rows.length + lists.reduce((sum, { items }) => sum + items.length, 0) > ITEMS_SHOWN
  return { name: `role ${name}`, text: isLong ? folded(parts) : text }
}

/** The verdict stays in sight. */
function folded([head = '', ...rest]: readonly string[]): string {
  const summary = '<details><summary>what changed</summary>'
  return `${head}\n\n${summary}\n\n${rest.join('\n\n')}\n\n</details>`
}

function cell(text: string): string {
  return text === '' ? 'none' : escapeMarkdown(text, 300)
}

function waivedSection(findings: readonly Finding[]): Section | undefined {
  const waived = findings.filter(({ waiver }) => waiver !== undefined)
  if (waived.length === 0) return undefined
  const items = waived.slice(0, ITEMS_SHOWN).map(({ rule, role, reason, waiver }) => {
    const until = waiver?.until === undefined ? '' : ` until ${formatTime(waiver.until)}`
    const why = escapeMarkdown(waiver?.reason ?? '', 200)
    return `- ${rule} for ${code(role ?? '')}${until}, because ${why}: ${escapeMarkdown(reason, 200)}`
  })
  const rest = waived.length - ITEMS_SHOWN
  const more = rest > 0 ? [`- and ${rest} more`] : []
  return { name: 'what is waived', text: ['**Waived**', '', ...items, ...more].join('\n') }
}

function leaseSection({ liveLeases }: Review): Section | undefined {
  const live = (liveLeases ?? []).filter(({ count }) => count > 0)
  if (live.length === 0) return undefined
  const items = live.slice(0, ITEMS_SHOWN).map(({ role, count, lastEndsAt }) => {
    const end = lastEndsAt === undefined ? '' : `, the last until ${formatTime(lastEndsAt)}`
    return `- ${code(role)}: ${count} live ${count === 1 ? 'lease' : 'leases'}${end}`
  })
  const rest = live.length - ITEMS_SHOWN
  const more = rest > 0 ? [`- and ${rest} more roles`] : []
  const title = '**Issued under the old definition, and keeping its rights**'
  const rights =
    'The sweep needs its rights for them until then: print its policies with this state.'
  return { name: 'live leases', text: [title, '', ...items, ...more, '', rights].join('\n') }
}

function notRunSection({ notRun }: Review): Section | undefined {
  if (notRun.length === 0) return undefined
  const items = notRun.slice(0, 2 * ITEMS_SHOWN).map(({ rule, role, reason }) => {
    const named = role === undefined ? '' : ` for ${code(role)}`
    return `- ${rule}${named}: ${escapeMarkdown(reason, 300)}`
  })
  const rest = notRun.length - 2 * ITEMS_SHOWN
  const more = rest > 0 ? [`- and ${rest} more`] : []
  const summary = '<details><summary>Not looked at</summary>'
  return {
    name: 'what was not looked at',
    text: [summary, '', ...items, ...more, '', '</details>'].join('\n'),
  }
}

function footer({ compared, actionTableDate }: Review, { version }: MarkdownOptions): string {
  const sides =
    compared === undefined ? [] : [`compared ${code(compared.base)} with ${code(compared.head)}`]
  const parts = [
    ...sides,
    `actions of AWS as of ${actionTableDate}`,
    ...(version === undefined ? [] : [`daypass ${escapeMarkdown(version, 40)}`]),
  ]
  return `<sub>${parts.join('; ')}</sub>`
}
