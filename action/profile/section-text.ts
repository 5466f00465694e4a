/** A section of an AWS file that daypass writes. Texts of files have a character for each byte, whatever they are encoded in. */
export interface ProfileSection {
  /** As between the brackets: `deploy`, `profile deploy`. */
  readonly name: string
  /** Says whose it is, in a comment: its lease, and what follows it after a blank. */
  readonly mark: string
  readonly values: Readonly<Record<string, string>>
}

/** A section of ours in a file. */
export interface OwnSection {
  /** As between the brackets. */
  readonly name: string
  /** How its mark begins. */
  readonly lease: string
}

/** Begins the comment that tells a section of ours from a person's. */
const MARK = '# daypass lease '
/** Begins the comment with the file mode that is to be put back. */
const MODE = '# daypass found mode '

const HEADER = /^(?:\u00EF\u00BB\u00BF)?\s*\[\s*([^\]]*?)\s*\]/

/**
 * Whose the sections of a profile are, however AWS's tools let its name be written: the marks of ours, and `foreign` for those
 * of a person.
 *
 * @param name - as between the brackets, with `profile ` or without.
 */
export function whoseSections(text: string, name: string): readonly string[] {
  const lines = text.split('\n')
  return headersOf(lines, name).map((at) => markAt(lines, at) ?? 'foreign')
}

/**
 * The text with the section at its end; earlier ones of ours with that name go.
 *
 * @param text - undefined where there is no file.
 * @param mode - the file's mode in octal, where it has to be put back when the section goes.
 */
export function withSection(
  text: string | undefined,
  section: ProfileSection,
  mode?: string,
): string {
  const { rest: base, mode: found = mode } = without(text, section.name, () => true)
  const lines = Object.entries(section.values).map(([key, value]) => `${key} = ${asBytes(value)}`)
  const own = [
    `[${section.name}]`,
    `${MARK}${section.mark}`,
    ...(found === undefined ? [] : [`${MODE}${found}`]),
    ...lines,
    '',
  ]
  // A blank line before it says that the file was there and its last line had an end; `cut` goes by that.
  return `${base ?? ''}${base === undefined ? '' : '\n'}${own.join('\n')}`
}

/** What is left of a file, and its mode where that was changed for the section. */
export interface Remainder {
  /** Undefined where nothing is left of a file that was ours alone. */
  readonly rest: string | undefined
  /** In octal. */
  readonly mode: string | undefined
}

/**
 * The text without a section of ours, byte for byte as it was before {@link withSection}; one with another mark stays. Lines
 * that another program added to ours go with it; comments before the next section stay. While another section of ours
 * stays, that has the mode.
 */
export function withoutSection(text: string, { name, lease }: OwnSection): Remainder {
  return without(text, name, (mark) => isOf(mark, lease))
}

/** The text in which a section of ours has another mark. */
export function withMark(text: string, { name, lease }: OwnSection, mark: string): string {
  const lines = text.split('\n')
  const at = headersOf(lines, name).find((header) => isOf(markAt(lines, header), lease))
  return at === undefined ? text : lines.with(at + 1, `${MARK}${mark}`).join('\n')
}

function without(
  text: string | undefined,
  name: string,
  isMeant: (mark: string) => boolean,
): Remainder {
  if (text === undefined) return { rest: undefined, mode: undefined }
  const lines = text.split('\n')
  const start = headersOf(lines, name).find((header) => {
    const mark = markAt(lines, header)
    return mark !== undefined && isMeant(mark)
  })
  if (start === undefined) return { rest: text, mode: undefined }
  const line = lines[start + 2] ?? ''
  const mode = line.startsWith(MODE) ? line.slice(MODE.length).trim() : undefined
  const { rest, mode: others } = without(cut(lines, start), name, isMeant)
  const found = mode ?? others
  const heir = found === undefined ? -1 : (rest ?? '').split('\n').findIndex(isMark)
  if (rest === undefined || found === undefined || heir === -1) return { rest, mode: found }
  return {
    rest: rest
      .split('\n')
      .toSpliced(heir + 1, 0, `${MODE}${found}`)
      .join('\n'),
    mode: undefined,
  }
}

/** The text without the section at a line. */
function cut(lines: readonly string[], start: number): string | undefined {
  const next = lines.findIndex((line, at) => at > start && HEADER.test(line))
  let end = next === -1 ? lines.length : next
  while (isAside(lines[end - 1] ?? '') && end - 2 > start) end--
  const isLast = lines.slice(end).join('') === ''
  const isAfterBlank = start > 0 && lines[start - 1] === ''
  // The file did not end with its line, or there was none: what came after has a blank line of its own.
  if (!isAfterBlank && !isLast && lines[end] === '') end++
  if (!isAfterBlank && isLast) return start === 0 ? undefined : lines.slice(0, start).join('\n')
  return [...lines.slice(0, isAfterBlank ? start - 1 : start), ...lines.slice(end)].join('\n')
}

function headersOf(lines: readonly string[], name: string): readonly number[] {
  const profile = profileIn(name)
  return lines.flatMap((line, at) =>
    profileIn(HEADER.exec(line)?.[1] ?? '') === profile ? [at] : [],
  )
}

/** `train` of `train`, `profile train`, `profile "train"`. */
function profileIn(header: string): string {
  const name = header.replace(/^profile\s+/, '')
  return /^(["'])(.+)\1$/.exec(name)?.[2] ?? name
}

function markAt(lines: readonly string[], header: number): string | undefined {
  const line = lines[header + 1]?.trim() ?? ''
  return isMark(line) ? line.slice(MARK.length) : undefined
}

function isMark(line: string): boolean {
  return line.startsWith(MARK)
}

function isOf(mark: string | undefined, lease: string): boolean {
  return mark === lease || mark?.startsWith(`${lease} `) === true
}

/** Neither a value nor the continuation of one. */
function isAside(line: string): boolean {
  return line.trim() === '' || /^\s*[#;]/.test(line)
}

function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
