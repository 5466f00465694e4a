import { type Clause, clauseText } from '../access/clauses.ts'

/**
 * What looser clauses let through and stricter ones did not, as text that shows the values alone that changed; undefined where
 * they are not the same conditions with other values, so that only both of them whole say it.
 */
export function clauseDifference(
  stricter: readonly Clause[],
  looser: readonly Clause[],
): string | undefined {
  const parts: string[] = []
  for (const clause of stricter) {
    const now = looser.find((one) => isAboutSame(one, clause))
    if (now === undefined) parts.push(`no longer only if ${clauseText([clause])}`)
    else parts.push(...valuesText(clause, now))
  }
  const isOnlyLooser = looser.every((one) => stricter.some((other) => isAboutSame(one, other)))
  return parts.length === 0 || !isOnlyLooser ? undefined : parts.join(', and ')
}

function valuesText(before: Clause, now: Clause): readonly string[] {
  const [more, less] = now.operator?.negated === true ? [before, now] : [now, before]
  const values = more.values.filter((value) => !less.values.includes(value))
  if (values.length === 0) return []
  return [`${now.writtenKey} may also be ${values.join(' or ')} (${now.name})`]
}

function isAboutSame(one: Clause, other: Clause): boolean {
  return one.name === other.name && one.key === other.key
}
