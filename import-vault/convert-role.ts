import { tryParse } from '../core/policy/text.ts'
import { DEFAULT_USER_PATH } from '../core/role/daypass-limits.ts'
import { isMapping, type Mapping } from '../core/role/plain-data.ts'
import { FIELD_NAMES } from '../core/role/role-schema.ts'
import { CREDENTIAL_TYPES, type CredentialType } from '../core/role/role.ts'
import { UNFIT_FIELDS } from '../core/role/type-rules.ts'
import { withoutUnset } from '../core/role/vault-role.ts'
import { convertLifetimes } from './lifetimes.ts'
import type { MountLifetimes, Named } from './material.ts'
import type { Note } from './note.ts'

/** A role in daypass's form, not yet held against its rules. */
export interface ConvertedRole {
  readonly name: string
  readonly fields: Mapping
  readonly notes: readonly Note[]
}

/**
 * Makes of a role of Vault's what means the same here: one role, or one of each type where Vault has several types in one.
 */
export function convertRole(
  role: Named,
  lifetimes: Omit<MountLifetimes, 'mount'>,
): readonly ConvertedRole[] {
  const { fields: given, notes } = withoutLegacy(withoutUnset(role.fields))
  const types = typesOf(given)
  if (types.length === 0) return [{ name: role.name, fields: given, notes }]
  return types.map((type, index) => {
    const name = index === 0 ? role.name : `${role.name}-${SUFFIX[type]}`
    const several: readonly Note[] =
      types.length === 1
        ? []
        : [
            {
              kind: 'changed',
              field: 'credential_type',
              message: `${types.join(', ')} in one role become one role of each type; this is the ${type}`,
            },
          ]
    const one = convertOne(type, given, lifetimes)
    return { name, fields: one.fields, notes: [...notes, ...several, ...one.notes] }
  })
}

const SUFFIX: Readonly<Record<CredentialType, string>> = {
  iam_user: 'user',
  assumed_role: 'assumed',
  federation_token: 'sts',
  session_token: 'session',
}

type Converted = Omit<ConvertedRole, 'name'>

/** Vault's two fields of old, which name a policy or whatever an ARN is of. */
function withoutLegacy(fields: Mapping): Converted {
  const { policy, arn, ...rest } = fields
  if ('credential_type' in fields || (policy === undefined && arn === undefined))
    return { fields, notes: [] }
  const isRole = typeof arn === 'string' && /^arn:[^:]+:iam::[^:]*:role\//.test(arn)
  const [becomes, message]: readonly [Mapping, string] =
    arn === undefined
      ? [
          { credential_type: 'iam_user,federation_token', policy_document: policy },
          'becomes policy_document, as Vault reads it',
        ]
      : isRole
        ? [{ credential_type: 'assumed_role', role_arns: [arn] }, 'becomes role_arns']
        : [{ credential_type: 'iam_user', policy_arns: [arn] }, 'becomes policy_arns']
  const field = arn === undefined ? 'policy' : 'arn'
  return { fields: { ...rest, ...becomes }, notes: [{ kind: 'changed', field, message }] }
}

function typesOf({ credential_type: given }: Mapping): readonly CredentialType[] {
  const texts = Array.isArray(given) ? given : typeof given === 'string' ? given.split(',') : []
  return CREDENTIAL_TYPES.filter((type) => texts.some((text) => String(text).trim() === type))
}

function convertOne(
  type: CredentialType,
  given: Mapping,
  lifetimes: Omit<MountLifetimes, 'mount'>,
): Converted {
  const unfit = Object.keys(given).flatMap((field): readonly Note[] => {
    const why = unfitFor(field, type)
    const dropped = `${JSON.stringify(given[field])} has no effect with ${type}: ${why ?? ''}`
    return why === undefined ? [] : [{ kind: 'dropped', field, message: dropped }]
  })
  const foreign = Object.keys(given).filter((field) => !FIELD_NAMES.includes(field))
  const homeless = foreign
    .filter((field) => field !== 'invalid_data')
    .map((field): Note => ({ kind: 'no place', field, message: JSON.stringify(given[field]) }))
  const left = Object.entries(given).filter(
    ([field]) =>
      unfitFor(field, type) === undefined && !homeless.some((note) => note.field === field),
  )
  const path = pathOf(type, given)
  const times = convertLifetimes(type, given, lifetimes)
  const { policy_document: document, ...rest } = Object.fromEntries(left)
  return {
    fields: {
      ...rest,
      credential_type: type,
      ...path.fields,
      ...times.fields,
      // Last, for it is the longest.
      ...(document === undefined ? {} : { policy_document: readable(document) }),
    },
    notes: [...unfit, ...homeless, ...path.notes, ...times.notes],
  }
}

function unfitFor(field: string, type: CredentialType): string | undefined {
  return Object.hasOwn(UNFIT_FIELDS, field) ? UNFIT_FIELDS[field]?.[type] : undefined
}

/** Vault makes users at the root of all paths where it is told nothing; the rights of daypass go by a path of their own. */
function pathOf(type: CredentialType, { user_path: given }: Mapping): Converted {
  if (type !== 'iam_user' || given !== undefined) return { fields: {}, notes: [] }
  const message = `/, Vault's where nothing is set, becomes ${DEFAULT_USER_PATH}, which daypass's own rights can be limited to`
  return {
    fields: { user_path: DEFAULT_USER_PATH },
    notes: [{ kind: 'changed', field: 'user_path', message }],
  }
}

/** As a mapping, which can be read and reviewed line by line; what is no JSON stays, and is a problem of the role. */
function readable(document: unknown): unknown {
  if (typeof document !== 'string') return document
  const parsed = tryParse(document)
  return 'value' in parsed && isMapping(parsed.value) ? parsed.value : document
}
