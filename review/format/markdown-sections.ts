import { escapeMarkdown } from './escape-markdown.ts'

/** A part of a comment that is there as a whole or not at all. */
export interface Section {
  /** For "left out: …"; may hold a text of a role. */
  readonly name: string
  readonly text: string
}

/** What frames the sections. */
export interface Frame {
  /** In UTF-16 units. */
  readonly charactersMax: number
  /** The last line, which is never left out. */
  readonly footer: string
  /** Where all of it is. */
  readonly fullReviewUrl?: string
}

/** Room for saying what was left out. */
const NOTICE_CHARACTERS = 3_000
const NAMES_SHOWN = 5

/**
 * Puts sections together. From the first that does not fit on, all are left out, so that what is there is the beginning
 * and nothing is missing in the middle.
 */
export function cutSections(
  sections: readonly Section[],
  { charactersMax, footer, fullReviewUrl }: Frame,
): string {
  const room = charactersMax - footer.length - NOTICE_CHARACTERS
  let length = 0
  const firstOut = sections.findIndex(({ text }) => (length += text.length + 2) > room)
  const kept = firstOut < 0 ? sections : sections.slice(0, firstOut)
  const out = firstOut < 0 ? [] : sections.slice(firstOut)
  const parts = [...kept.map(({ text }) => text), ...notice(out, fullReviewUrl), footer]
  return `${parts.join('\n\n')}\n`
}

function notice(out: readonly Section[], url: string | undefined): readonly string[] {
  if (out.length === 0) return []
  const names = out.slice(0, NAMES_SHOWN).map(({ name }) => escapeMarkdown(name, 30))
  const rest = out.length - NAMES_SHOWN
  const more = rest > 0 ? ` and ${rest} more` : ''
  const where =
    url === undefined
      ? 'as text or JSON the review has all of it'
      : `all of it is in [the run](${url})`
  return [`**Cut**: too long for a comment. Left out: ${names.join('; ')}${more}; ${where}.`]
}
