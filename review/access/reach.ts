import { containsPattern, overlapsPattern } from '../patterns/resource-patterns.ts'

/** The resources of a grant: those of one entry of `Resource`, or all but those of the entries of `NotResource`. */
export type Reach =
  | { readonly kind: 'entry'; readonly resource: string }
  | { readonly kind: 'all-but'; readonly except: readonly string[] }

/** Whether the one reaches everything that the other reaches. Certain when it says yes. */
export function containsReach(outer: Reach, inner: Reach): boolean {
  if (outer.kind === 'entry') {
    if (inner.kind === 'entry') return containsPattern(outer.resource, inner.resource)
    return outer.resource === '*'
  }
  if (inner.kind === 'entry') {
    return !outer.except.some((entry) => overlapsPattern(entry, inner.resource))
  }
  return outer.except.every((entry) =>
    inner.except.some((excluded) => containsPattern(excluded, entry)),
  )
}

/** Whether both may reach one resource. Certain when it says no. */
export function overlapsReach(a: Reach, b: Reach): boolean {
  if (a.kind === 'entry' && b.kind === 'entry') return overlapsPattern(a.resource, b.resource)
  if (a.kind === 'entry' && b.kind === 'all-but') return !excludes(b.except, a.resource)
  if (a.kind === 'all-but' && b.kind === 'entry') return !excludes(a.except, b.resource)
  return true
}

/** A reach as people read it. */
export function reachText(reach: Reach): string {
  return reach.kind === 'entry' ? reach.resource : `everything but ${reach.except.join(', ')}`
}

function excludes(except: readonly string[], resource: string): boolean {
  return except.some((entry) => containsPattern(entry, resource))
}
