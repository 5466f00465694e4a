/** The word that somebody who wrote `word` most likely meant; undefined when none is near. */
export function closest(word: string, words: readonly string[]): string | undefined {
  const wanted = plain(word)
  if (wanted.length < 3 || wanted.length > 64) return undefined
  const edits = Math.min(2, Math.floor(wanted.length / 3))
  const ranked = words
    .filter((candidate) => Math.abs(plain(candidate).length - wanted.length) <= edits)
    .map((candidate) => ({ candidate, distance: distance(wanted, plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  if (best !== undefined && best.distance <= edits) return best.candidate
  const longer = words.filter(
    (candidate) => plain(candidate).startsWith(wanted) || plain(candidate).endsWith(wanted),
  )
  return longer.length === 1 ? longer[0] : undefined
}

/** `roleArns`, `role-arns` and `Role ARNs` are all meant to be `role_arns`. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** Edits from one word to the other: insert, delete, replace, or swap two neighbours. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1]
      const edits = [
        at(current, column - 1) + 1,
        at(last, column) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      ]
      const swapped =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1]
      if (swapped) edits.push(at(beforeLast, column - 2) + 1)
      current.push(Math.min(...edits))
    }
    beforeLast = last
    last = current
  }
  return at(last, to.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
