import type { RoleSet, SourcedRole, UnreadableRole } from '../model/role-set.ts'

/** Sorts roles by name, and takes out the second of two with one name: daypass would read neither of them. */
export function roleSet(read: readonly (SourcedRole | UnreadableRole)[]): RoleSet {
  const first = new Map<string, SourcedRole>()
  const unreadable: UnreadableRole[] = []
  for (const one of read) {
    if (!('role' in one)) {
      unreadable.push(one)
      continue
    }
    const { name } = one.role
    const { problems = [] } = one
    if (problems.length > 0) unreadable.push({ from: one.from, name, problems })
    const other = first.get(name)
    if (other === undefined) {
      first.set(name, one)
      continue
    }
    const message = `the role ${name} stands in ${other.from} too: rename one of them`
    const problem = { path: ['name'], message, place: one.placeOf(['name']) }
    unreadable.push({ from: one.from, name, problems: [problem] })
  }
  const roles = [...first.values()].sort((a, b) => (a.role.name < b.role.name ? -1 : 1))
  return { roles, unreadable }
}
