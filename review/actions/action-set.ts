/** A set of actions: bit `n` stands for the action with index `n` in an action table. */
export type ActionSet = Readonly<Uint32Array>

/** The set of all indexes below a size that fulfil a condition. */
export function actionSet(size: number, has: (index: number) => boolean): ActionSet {
  const set = emptySet(size)
  for (let index = 0; index < size; index++) if (has(index)) include(set, index)
  return set
}

/** The set of these indexes. */
export function setOf(size: number, indexes: Iterable<number>): ActionSet {
  const set = emptySet(size)
  for (const index of indexes) include(set, index)
  return set
}

/** Everything below a size that is not in the set. */
export function complement(set: ActionSet, size: number): ActionSet {
  const result = set.map((word) => ~word)
  const spare = size % 32
  if (spare > 0) result[result.length - 1] = (result.at(-1) ?? 0) & (2 ** spare - 1)
  return result
}

/** What is in one of them. */
export function union(size: number, sets: Iterable<ActionSet>): ActionSet {
  const result = emptySet(size)
  for (const set of sets) {
    for (let word = 0; word < result.length; word++) {
      result[word] = (result[word] ?? 0) | (set[word] ?? 0)
    }
  }
  return result
}

/** What is in both. */
export function intersection(a: ActionSet, b: ActionSet): ActionSet {
  const result = new Uint32Array(a.length)
  for (let word = 0; word < result.length; word++) result[word] = (a[word] ?? 0) & (b[word] ?? 0)
  return result
}

/** What is in the first and not in the second. */
export function difference(a: ActionSet, b: ActionSet): ActionSet {
  const result = new Uint32Array(a.length)
  for (let word = 0; word < result.length; word++) result[word] = (a[word] ?? 0) & ~(b[word] ?? 0)
  return result
}

/** Whether nothing is in it. */
export function isEmpty(set: ActionSet): boolean {
  for (const word of set) if (word !== 0) return false
  return true
}

/** Whether nothing is in both. */
export function isDisjoint(a: ActionSet, b: ActionSet): boolean {
  for (let word = 0; word < a.length; word++)
    if (((a[word] ?? 0) & (b[word] ?? 0)) !== 0) return false
  return true
}

/** Whether an index is in it. */
export function includes(set: ActionSet, index: number): boolean {
  return ((set[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0
}

/** How many are in it. */
export function sizeOf(set: ActionSet): number {
  let total = 0
  for (let word of set) for (; word !== 0; word &= word - 1) total++
  return total
}

/** Its indexes, ascending. */
export function members(set: ActionSet): readonly number[] {
  const indexes: number[] = []
  for (let position = 0; position < set.length; position++) {
    for (let rest = set[position] ?? 0; rest !== 0; rest &= rest - 1) {
      indexes.push(position * 32 + 31 - Math.clz32(rest & -rest))
    }
  }
  return indexes
}

function emptySet(size: number): Uint32Array {
  return new Uint32Array(Math.ceil(size / 32))
}

function include(set: Uint32Array, index: number): void {
  set[index >>> 5] = (set[index >>> 5] ?? 0) | (1 << (index & 31))
}
