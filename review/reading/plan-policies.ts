import { isDaypassError } from '../../core/errors.ts'
import { readPolicyDocument } from '../../core/policy/document.ts'
import type { Statement } from '../../core/policy/policy.ts'
import { isMapping, type Mapping } from '../../core/role/plain-data.ts'
import type { Role } from '../../core/role/role.ts'
import type { SourcedRole, UnreadableRole } from '../model/role-set.ts'
import type { ResourceChange } from './plan-changes.ts'
import { trustStatements } from './trust-statements.ts'
import { defined } from '../../core/language/defined.ts'

/** Before or after the plan is applied. */
export type PlanSide = 'before' | 'after'

/** Somebody in IAM, or a policy by itself, and what one resource gives it. */
interface Part {
  readonly holder: string
  readonly address: string
  readonly documents: readonly string[]
  readonly arns: readonly string[]
  readonly boundary?: string
  readonly trust?: string
  /** Whether something of it is known only later. */
  readonly isLater: boolean
}

/** For each type the attribute that says whose it is, and how that is called. */
const HELD: Readonly<Record<string, readonly [attribute: string, holder: string]>> = {
  aws_iam_role: ['name', 'role'],
  aws_iam_role_policy: ['role', 'role'],
  aws_iam_role_policy_attachment: ['role', 'role'],
  aws_iam_user: ['name', 'user'],
  aws_iam_user_policy: ['user', 'user'],
  aws_iam_user_policy_attachment: ['user', 'user'],
  aws_iam_group_policy: ['group', 'group'],
  aws_iam_group_policy_attachment: ['group', 'group'],
  aws_iam_policy: ['name', 'policy'],
}

/** Whether a resource changes that may grant something and is not read here. */
export function grantsUnread({ type, before, after }: ResourceChange): boolean {
  if (type in HELD || !type.startsWith('aws_')) return false
  if (JSON.stringify(before) === JSON.stringify(after)) return false
  const names = Object.keys(after ?? before ?? {})
  return type.startsWith('aws_iam_') || names.some((name) => /polic(y|ies)/.test(name))
}

/**
 * What IAM's resources of a plan grant, and whom its roles trust. Policies are put together by whom they hang on, so that one
 * which moves from one resource to another is the same; each statement keeps the address it came from.
 */
export function plannedPolicies(
  changes: readonly ResourceChange[],
  side: PlanSide,
): readonly (SourcedRole | UnreadableRole)[] {
  const holders = new Map<string, Part[]>()
  for (const part of changes.flatMap((change) => partOf(change, side))) {
    holders.set(part.holder, [...(holders.get(part.holder) ?? []), part])
  }
  return [...holders].flatMap(([name, parts]) => [
    ...rightsOf(name, parts),
    ...trustOf(name, parts),
  ])
}

function partOf(change: ResourceChange, side: PlanSide): readonly Part[] {
  const held = HELD[change.type]
  const values = change[side]
  if (held === undefined || values === undefined) return []
  const [attribute, kind] = held
  const own = values[attribute]
  const later = side === 'after' ? change.unknown : {}
  const inline = Array.isArray(values['inline_policy'])
    ? values['inline_policy'].filter(isMapping)
    : []
  return [
    {
      holder: typeof own === 'string' && own !== '' ? `${kind} ${own}` : change.address,
      address: change.address,
      documents: [values, ...inline].flatMap((each: Mapping) => textsOf(each['policy'])),
      arns: [...textsOf(values['policy_arn']), ...textsOf(values['managed_policy_arns'])],
      ...defined({
        boundary: textsOf(values['permissions_boundary'])[0],
        trust: textsOf(values['assume_role_policy'])[0],
      }),
      isLater: RIGHTS.some((name) => later[name] === true),
    },
  ]
}

const RIGHTS = [
  'policy',
  'policy_arn',
  'inline_policy',
  'managed_policy_arns',
  'assume_role_policy',
]

function textsOf(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.filter((one) => typeof one === 'string').filter((one) => one !== '')
}

interface Placed {
  readonly statement: Statement
  readonly address: string
}

function rightsOf(name: string, parts: readonly Part[]): readonly (SourcedRole | UnreadableRole)[] {
  const later = parts.filter(({ isLater }) => isLater)
  const arns = parts.flatMap((part) => part.arns.map((arn) => ({ arn, address: part.address })))
  const isEmpty = parts.every(({ documents }) => documents.length === 0) && arns.length === 0
  if (isEmpty && later.length === 0) return []
  return read(name, parts[0]?.address ?? name, () => {
    const placed = parts.flatMap(({ documents, address }) =>
      documents.flatMap((text) =>
        readPolicyDocument(text, 'identity').Statement.map((statement) => ({ statement, address })),
      ),
    )
    const boundary = parts.find((part) => part.boundary !== undefined)?.boundary
    const role = roleOf(name, placed, {
      arns: arns.map(({ arn }) => arn),
      ...defined({ boundary }),
    })
    const knownLater = later.length === 0 ? [] : ['policy_document']
    const from = [...parts.map(({ address }) => address)].sort()[0] ?? name
    return sourced(role, { from, knownLater, part: 'rights' }, (path) => {
      const index = Number(path[path[0] === 'policy_document' ? 2 : 1])
      const at = path[0] === 'policy_arns' ? arns[index] : placed[index]
      return at?.address ?? later[0]?.address ?? from
    })
  })
}

function trustOf(name: string, parts: readonly Part[]): readonly (SourcedRole | UnreadableRole)[] {
  return parts.flatMap(({ trust, address }) => {
    if (trust === undefined) return []
    return read(`trust of ${name}`, address, () => {
      const placed = trustStatements(trust).map((statement) => ({ statement, address }))
      const role = roleOf(`trust of ${name}`, placed, { arns: [] })
      return sourced(role, { from: address, knownLater: [], part: 'trust' }, () => address)
    })
  })
}

function read(
  name: string,
  from: string,
  make: () => SourcedRole,
): readonly (SourcedRole | UnreadableRole)[] {
  try {
    return [make()]
  } catch (error) {
    if (!isDaypassError(error, 'request-invalid')) throw error
    return [{ from, name, problems: error.problems }]
  }
}

function sourced(
  role: Role,
  more: Pick<SourcedRole, 'from' | 'knownLater' | 'part'>,
  addressOf: (path: Parameters<SourcedRole['placeOf']>[0]) => string,
): SourcedRole {
  return { role, ...more, placeOf: (path) => ({ file: addressOf(path), line: 1, column: 1 }) }
}

/** Policies of somebody in IAM are rights themselves, as a user's are. */
function roleOf(
  name: string,
  placed: readonly Placed[],
  { arns, boundary }: { readonly arns: readonly string[]; readonly boundary?: string },
): Role {
  const statements = placed.map(({ statement }) => statement)
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  return {
    credential_type: 'iam_user',
    name,
    policy_arns: arns,
    ...(placed.length === 0 ? {} : { policy_document: document }),
    iam_groups: [],
    iam_tags: {},
    user_path: '/',
    default_ttl: 0,
    max_ttl: 0,
    ...defined({ permissions_boundary_arn: boundary }),
  }
}
