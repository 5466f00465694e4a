import { ANY, ONE } from './match.ts'

/** Beyond it the answer would take long; policies that people write need some hundreds. */
const STATES_MAX = 20_000

/** Ends what wildcards stand for: they reach no further than its place. */
export const BORDER = '\n'

/** Stands for any characters of one field of an ARN: none of them a colon. */
export const FIELD_ANY = '\uFDD0'

/** Stands for every character that no pattern names. */
const OTHER = '\uFFFD'

/**
 * Whether every text that fits all of `parts` fits one of `covers` as well. Certain when it says yes; it says no of patterns
 * that would take too long. With no covers it answers whether nothing fits all parts.
 *
 * In all of them {@link ANY} stands for any characters and {@link ONE} for one, none of them a {@link BORDER}.
 */
export function isCovered(parts: readonly string[], covers: readonly string[]): boolean {
  const patterns = [...parts, ...covers]
  const first = patterns.map((pattern) => opened(pattern, [0]))
  const seen = new Set([keyOf(first)])
  const waiting = [first]
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    const ends = patterns.map((pattern, index) => state[index]?.includes(pattern.length) === true)
    if (ends.slice(0, parts.length).every(Boolean) && !ends.slice(parts.length).some(Boolean))
      return false
    for (const character of charactersOf(patterns, state)) {
      const next = patterns.map((pattern, index) => step(pattern, state[index] ?? [], character))
      const key = keyOf(next)
      if (next.slice(0, parts.length).some(({ length }) => length === 0) || seen.has(key)) continue
      if (seen.size >= STATES_MAX) return false
      seen.add(key)
      waiting.push(next)
    }
  }
  return true
}

/** Where one may stand in each pattern. */
type State = readonly (readonly number[])[]

function keyOf(state: State): string {
  return state.join(';')
}

/** What stands for any number of characters may stand for none. */
function opened(pattern: string, places: readonly number[]): readonly number[] {
  const all = new Set<number>()
  for (let place of places) {
    all.add(place)
    while (pattern[place] === ANY || pattern[place] === FIELD_ANY) all.add(++place)
  }
  return [...all].sort((a, b) => a - b)
}

function step(pattern: string, places: readonly number[], character: string): readonly number[] {
  const next = places.flatMap((place) => {
    const wanted = pattern[place]
    if (wanted === ANY) return character === BORDER ? [] : [place]
    if (wanted === FIELD_ANY) return character === BORDER || character === ':' ? [] : [place]
    const fits = wanted === character || (wanted === ONE && character !== BORDER)
    return fits ? [place + 1] : []
  })
  return opened(pattern, next)
}

const WILDCARDS: ReadonlySet<string> = new Set([ANY, ONE, FIELD_ANY])

function charactersOf(patterns: readonly string[], state: State): ReadonlySet<string> {
  const named = patterns.flatMap((pattern, index) =>
    (state[index] ?? []).flatMap((place) => pattern[place] ?? []),
  )
  return new Set([...named.filter((one) => !WILDCARDS.has(one)), ':', OTHER])
}
