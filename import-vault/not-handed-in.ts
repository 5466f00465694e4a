import type { ImportProblem, Material } from './material.ts'

/** Roles that Vault lists and nobody handed in: they would be missed only when somebody needs them. */
export function notHandedIn({ listed, roles, staticRoles }: Material): readonly ImportProblem[] {
  const names = new Set([...roles, ...staticRoles].map(({ name }) => name))
  return listed.flatMap(({ file, names: wanted }) => {
    const missing = wanted.filter((name) => !names.has(name))
    return missing.length === 0
      ? []
      : [{ file, message: `lists roles that were not handed in: ${missing.join(', ')}` }]
  })
}
