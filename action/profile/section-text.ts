/** A section of an AWS file that daypass writes. */
export interface ProfileSection {
  /** As between the brackets: `deploy`, `profile deploy`. */
  readonly name: string
  /** Says whose it is, in a comment. */
  readonly mark: string
  readonly values: Readonly<Record<string, string>>
}

/** Begins the comment that tells a section of ours from a person's. */
const MARK = '# daypass lease '

const HEADER = /^\s*\[\s*([^\]]*?)\s*\]\s*(?:[#;].*)?$/

/** Whether there is a section of a name, and whose: the mark of ours, `foreign`, or undefined when there is none. */
export function whoseSection(text: string, name: string): string | undefined {
  const lines = text.split('\n')
  const marks = headersOf(lines, name).map((at) => markAt(lines, at) ?? 'foreign')
  return marks.find((mark) => mark === 'foreign') ?? marks[0]
}

/** The text with the section at its end; an earlier one of ours with that name goes. */
export function withSection(text: string, section: ProfileSection): string {
  const before = whoseSection(text, section.name)
  const base = before === undefined ? text : withoutSection(text, section.name, before)
  const ended = base === '' || base.endsWith('\n') ? base : `${base}\n`
  const lines = Object.entries(section.values).map(([key, value]) => `${key} = ${value}`)
  const own = [`[${section.name}]`, `${MARK}${section.mark}`, ...lines, '']
  return `${ended}${ended === '' ? '' : '\n'}${own.join('\n')}`
}

/**
 * The text without the section of that name and mark, as it was before {@link withSection}; a section with another mark
 * stays. Lines that another program added to ours go with it; comments before the next section stay.
 */
export function withoutSection(text: string, name: string, mark: string): string {
  const lines = text.split('\n')
  const start = headersOf(lines, name).find((at) => markAt(lines, at) === mark)
  if (start === undefined) return text
  const next = lines.findIndex((line, at) => at > start && HEADER.test(line))
  let end = next === -1 ? lines.length : next
  while (isAside(lines[end - 1] ?? '') && end - 2 > start) end--
  // The empty line that was put before it; in a file that was empty, the one before the next section.
  const from = start > 0 && lines[start - 1]?.trim() === '' ? start - 1 : start
  if (start === 0 && lines[end] === '' && end < lines.length - 1) end++
  return [...lines.slice(0, from), ...lines.slice(end)].join('\n')
}

function headersOf(lines: readonly string[], name: string): readonly number[] {
  return lines.flatMap((line, at) =>
    HEADER.exec(line)?.[1]?.replaceAll(/\s+/g, ' ') === name ? [at] : [],
  )
}

function markAt(lines: readonly string[], header: number): string | undefined {
  const line = lines[header + 1]?.trim() ?? ''
  return line.startsWith(MARK) ? line.slice(MARK.length) : undefined
}

/** Neither a value nor the continuation of one. */
function isAside(line: string): boolean {
  return line.trim() === '' || /^\s*[#;]/.test(line)
}
