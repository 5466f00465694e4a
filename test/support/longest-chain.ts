/**
 * Of requests that all take equally long, how many can have followed each other: always the next that begins after the last
 * has ended.
 *
 * @param beginnings - when each was begun, in milliseconds and in any order.
 * @param length - how long each takes, in milliseconds.
 */
export function longestChain(beginnings: readonly number[], length: number): number {
  let links = 0
  let end = -Infinity
  for (const beginning of [...beginnings].sort((a, b) => a - b)) {
    // Clocks are read in whole milliseconds.
    if (beginning < end - 2) continue
    links += 1
    end = beginning + length
  }
  return links
}
