import { roleDocument } from '../../core/role/role-document.ts'
import type { RoleSet, SourcedRole } from '../model/role-set.ts'

/** One role, before and after. */
export interface RolePair {
  readonly before?: SourcedRole
  readonly after?: SourcedRole
}

/**
 * Pairs the roles of two sides by name, and what is left by what it says: a role that is gone under one name and there, word
 * for word or much alike, under another is renamed, so that renaming it hides no change of it. One that can no longer be read
 * is neither there nor gone.
 */
export function pairRoles(base: RoleSet, head: RoleSet): readonly RolePair[] {
  const old = new Map(base.roles.map((sourced) => [sourced.role.name, sourced]))
  const kept = new Set(head.roles.map(({ role }) => role.name))
  // What cannot be read is still there: it must not look like a role that was removed.
  const brokenNow = new Set(head.unreadable.map(({ name }) => name))
  const gone = base.roles.filter(({ role }) => !kept.has(role.name) && !brokenNow.has(role.name))
  const come = head.roles.filter(({ role }) => !old.has(role.name))
  const renamed = pairByLikeness(gone, come)
  const pairs = head.roles.map((after): RolePair => {
    const before = old.get(after.role.name) ?? renamed.get(after)
    return before === undefined ? { after } : { before, after }
  })
  const paired = new Set(renamed.values())
  return [...pairs, ...gone.filter((before) => !paired.has(before)).map((before) => ({ before }))]
}

/** All of a role but its name. */
export function contentKey({ role, knownLater }: SourcedRole): string {
  return JSON.stringify([{ ...roleDocument(role), name: '' }, knownLater])
}

/** Of all that either grants, both must say as much. */
const LIKENESS_MIN = 0.5

interface Likeness {
  readonly before: SourcedRole
  readonly after: SourcedRole
  readonly likeness: number
}

/** The old role of each new one that has one; the most alike first. */
function pairByLikeness(
  gone: readonly SourcedRole[],
  come: readonly SourcedRole[],
): ReadonlyMap<SourcedRole, SourcedRole> {
  const said = new Map([...gone, ...come].map((role) => [role, saidBy(role)]))
  const alike = come.flatMap((after) =>
    gone.map((before): Likeness => {
      return { before, after, likeness: likenessOf(said.get(before), said.get(after)) }
    }),
  )
  const pairs = new Map<SourcedRole, SourcedRole>()
  const taken = new Set<SourcedRole>()
  const best = alike.filter(({ likeness }) => likeness >= LIKENESS_MIN)
  for (const { before, after } of best.sort((a, b) => b.likeness - a.likeness)) {
    if (taken.has(before) || pairs.has(after)) continue
    pairs.set(after, before)
    taken.add(before)
  }
  return pairs
}

function likenessOf(
  one: ReadonlySet<string> = new Set(),
  other: ReadonlySet<string> = new Set(),
): number {
  let both = 0
  for (const text of one) if (other.has(text)) both += 1
  return both / (one.size + other.size - both)
}

/** What a role is, rather than who may take it, for how long and in whose care. */
const RIGHTS = ['policy_document', 'policy_arns', 'iam_groups', 'role_arns']
/** What nearly every policy says. */
const PHRASES = [/\.Version /, /\.Effect Allow$/]

/** Each value of its rights with the names of its fields, wherever in a list it stands. */
function saidBy({ role }: SourcedRole): ReadonlySet<string> {
  const texts = new Set<string>()
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null) {
      const isList = Array.isArray(value)
      for (const [key, part] of Object.entries(value)) walk(part, isList ? path : `${path}.${key}`)
    } else {
      const text = `${path} ${String(value)}`
      if (!PHRASES.some((phrase) => phrase.test(text))) texts.add(text)
    }
  }
  const said = Object.entries(roleDocument(role)).filter(([field]) => RIGHTS.includes(field))
  walk(Object.fromEntries(said), '')
  return texts
}
