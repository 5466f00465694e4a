import { posix } from 'node:path'
import type { SourceFile } from './source-files.ts'

/**
 * Files that import themselves by a detour, each circle as one list (Tarjan's strongly connected components).
 * Imports of types count, and imports at run time: who reads one of them has to read them all.
 */
export function circles(sources: readonly SourceFile[]): readonly (readonly string[])[] {
  const targets = new Map(sources.map((source) => [source.path, importsOf(source)]))
  const found: (readonly string[])[] = []
  const path: string[] = []
  const numbers = new Map<string, number>()
  const closed = new Set<string>()

  /** Answers the lowest number that can be reached. */
  function visit(file: string): number {
    const own = numbers.size
    numbers.set(file, own)
    path.push(file)
    let lowest = own
    for (const target of targets.get(file) ?? []) {
      if (!targets.has(target) || closed.has(target)) continue
      lowest = Math.min(lowest, numbers.get(target) ?? visit(target))
    }
    if (lowest === own) {
      const members = path.splice(path.indexOf(file))
      for (const member of members) closed.add(member)
      if (members.length > 1 || targets.get(file)?.includes(file) === true)
        found.push(members.sort())
    }
    return lowest
  }

  for (const file of targets.keys()) if (!numbers.has(file)) visit(file)
  return found
}

function importsOf({ path, imports }: SourceFile): readonly string[] {
  return imports
    .filter(({ what }) => what.startsWith('.'))
    .map(({ what }) => posix.join(posix.dirname(path), what))
}
