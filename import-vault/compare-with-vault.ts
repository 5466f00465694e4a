import { roleDocument } from '../core/role/role-document.ts'
import type { Role } from '../core/role/role.ts'

/** How a role of Vault's and the one here with its name differ. */
export interface RoleDifference {
  readonly name: string
  /** What differs; undefined where one side lacks the role. */
  readonly fields: readonly string[] | undefined
  readonly missing: 'here' | 'in Vault' | undefined
}

/** Fields that Vault does not have, and that are for people here to fill in. */
const OURS = new Set([
  'name',
  'description',
  'owner',
  'subjects',
  'claims',
  'expect',
  'max_leases',
  'expires_at',
  'source_identity',
  'role_session_name',
])

/** Compares roles by what they mean, field by field, in what Vault and daypass both have. */
export function compareWithVault(
  inVault: readonly Role[],
  here: readonly Role[],
): readonly RoleDifference[] {
  const ours = new Map(here.map((role) => [role.name, role]))
  const theirs = new Set(inVault.map(({ name }) => name))
  const compared = inVault.flatMap((role): readonly RoleDifference[] => {
    const own = ours.get(role.name)
    if (own === undefined) return [{ name: role.name, fields: undefined, missing: 'here' }]
    const fields = differing(role, own)
    return fields.length === 0 ? [] : [{ name: role.name, fields, missing: undefined }]
  })
  const extra = here.filter(({ name }) => !theirs.has(name))
  return [
    ...compared,
    ...extra.map(({ name }): RoleDifference => ({ name, fields: undefined, missing: 'in Vault' })),
  ]
}

function differing(a: Role, b: Role): readonly string[] {
  const [left, right] = [roleDocument(a), roleDocument(b)]
  const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  return fields
    .filter((field) => !OURS.has(field))
    .filter((field) => meaning(left[field]) !== meaning(right[field]))
}

/** Lists of ARNs and groups mean the same in any order, and so do the keys of a mapping. */
function meaning(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(meaning).sort().join(',')}]`
  if (typeof value !== 'object' || value === null)
    return value === undefined ? '' : JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${meaning(item)}`).join(',')}}`
}
