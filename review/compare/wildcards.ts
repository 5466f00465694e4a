import { sizeOf, difference, isEmpty } from '../actions/action-set.ts'
import type { AccessSide, AccessSides } from './access-sides.ts'
import { containsTokens, tokensOf } from '../patterns/glob.ts'
import type { Grant } from '../access/grants.ts'
import type { WildcardChange } from '../model/access-change.ts'

/** Entries of allows that match more than any one entry of the other side's allows: AWS's future actions with them. */
export function wildcardsOf({ one, other, scope }: AccessSides): readonly WildcardChange[] {
  const theirs = entriesOf(other)
  const found = entriesOf(one).filter(
    (entry) => entry.isOpen && !theirs.some((wide) => containsEntry(wide, entry)),
  )
  const once = new Map(found.map((entry) => [entry.text, entry] as const).reverse())
  return [...once.values()].reverse().map(({ text, grant, names }) => {
    const matched = names.kind === 'all-but' ? grant.actions : scope.matching(names.pattern)
    const isNew = difference(matched, other.actions)
    return {
      pattern: text,
      matchesNow: sizeOf(matched),
      newNow: isEmpty(isNew) ? 0 : sizeOf(isNew),
      place: one.role?.placeOf(grant.source.path) ?? { file: '', line: 1, column: 1 },
    }
  })
}

type Tokens = ReturnType<typeof tokensOf>

type Names =
  | { readonly kind: 'entry'; readonly pattern: string; readonly tokens: Tokens }
  | { readonly kind: 'all-but'; readonly except: readonly string[] }

interface Entry {
  readonly names: Names
  /** As people read it. */
  readonly text: string
  /** Matches actions that AWS may add later. */
  readonly isOpen: boolean
  readonly grant: Grant
}

function entriesOf({ grants }: AccessSide): readonly Entry[] {
  const seen = new Set<unknown>()
  return grants.allows.flatMap((grant): readonly Entry[] => {
    const { statement } = grant.source
    if (seen.has(statement)) return []
    seen.add(statement)
    if (statement.Action === undefined) {
      const except = statement.NotAction ?? []
      const text = `everything but ${except.join(', ')}`
      return [{ names: { kind: 'all-but', except }, text, isOpen: true, grant }]
    }
    return statement.Action.map((pattern) => ({
      names: { kind: 'entry', pattern, tokens: actionTokens(pattern) },
      text: pattern,
      isOpen: /[*?]/.test(pattern),
      grant,
    }))
  })
}

function containsEntry({ names: outer }: Entry, { names: inner }: Entry): boolean {
  if (outer.kind === 'entry') {
    return (
      outer.pattern === '*' ||
      (inner.kind === 'entry' && containsTokens(outer.tokens, inner.tokens))
    )
  }
  if (inner.kind === 'entry') {
    // Overlap is not looked for: an entry that is not excluded by name counts as more.
    return false
  }
  return outer.except.every((entry) => inner.except.some((wide) => contains(wide, entry)))
}

function contains(outer: string, inner: string): boolean {
  return containsTokens(actionTokens(outer), actionTokens(inner))
}

/** Action names have no case. */
function actionTokens(pattern: string): Tokens {
  return tokensOf(pattern.toLowerCase())
}
