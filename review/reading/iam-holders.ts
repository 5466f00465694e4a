import { isDaypassError } from '../../core/errors.ts'
import { defined } from '../../core/language/defined.ts'
import type { Place } from '../../core/place.ts'
import { readPolicyDocument } from '../../core/policy/document.ts'
import type { Statement } from '../../core/policy/policy.ts'
import { compactPolicy, policySize } from '../../core/policy/text.ts'
import type { Role } from '../../core/role/role.ts'
import type { SourcedRole, UnreadableRole } from '../model/role-set.ts'
import { trustStatements } from './trust-statements.ts'

/** Somebody in IAM, or a policy by itself, and what one resource gives it. */
export interface HolderPart {
  /** Such as `role app`: parts of one holder are put together. */
  readonly holder: string
  readonly at: Place
  /** Policies, as objects or in JSON. */
  readonly documents: readonly (object | string)[]
  readonly arns: readonly string[]
  readonly boundary?: string
  readonly trust?: object | string
  /** Whether something of it is known only later. */
  readonly isLater: boolean
}

/**
 * What parts grant, and whom they trust, by holder: a policy that moves from one resource to another is the same. Each statement
 * keeps the place it came from.
 */
export function rolesOfParts(
  parts: readonly HolderPart[],
): readonly (SourcedRole | UnreadableRole)[] {
  const holders = new Map<string, HolderPart[]>()
  for (const part of parts) holders.set(part.holder, [...(holders.get(part.holder) ?? []), part])
  return [...holders].flatMap(([name, own]) => [...rightsOf(name, own), ...trustOf(name, own)])
}

interface Placed {
  readonly statement: Statement
  readonly at: Place
}

function rightsOf(
  name: string,
  parts: readonly HolderPart[],
): readonly (SourcedRole | UnreadableRole)[] {
  const later = parts.filter(({ isLater }) => isLater)
  const arns = parts.flatMap(({ at, ...part }) => part.arns.map((arn) => ({ arn, at })))
  const isEmpty = parts.every(({ documents }) => documents.length === 0) && arns.length === 0
  const first = [...parts].sort((a, b) => (a.at.file < b.at.file ? -1 : 1))[0]
  if (first === undefined || (isEmpty && later.length === 0)) return []
  return read(name, first.at, () => {
    const placed = parts.flatMap(({ documents, at }) =>
      documents.flatMap((document) =>
        readPolicyDocument(document, 'identity').Statement.map((statement) => ({ statement, at })),
      ),
    )
    const boundary = parts.find((part) => part.boundary !== undefined)?.boundary
    const role = roleOf(name, placed, {
      arns: arns.map(({ arn }) => arn),
      ...defined({ boundary }),
    })
    const knownLater = later.length === 0 ? [] : ['policy_document']
    const made = sourced(role, { from: first.at.file, knownLater, part: 'rights' }, (path) => {
      const index = Number(path[path[0] === 'policy_document' ? 2 : 1])
      const at = path[0] === 'policy_arns' ? arns[index] : placed[index]
      return at?.at ?? later[0]?.at ?? first.at
    })
    return { ...made, problems: sizeProblems(name, parts) }
  })
}

/**
 * How large all policies may be that stand in somebody, or a managed one by itself, without white space.
 *
 * Source: IAM User Guide, "IAM and AWS STS quotas".
 */
const SIZES: Readonly<Record<string, number>> = {
  user: 2048,
  group: 5120,
  policy: 6144,
  role: 10_240,
}

function sizeProblems(
  name: string,
  parts: readonly HolderPart[],
): SourcedRole['problems'] & object {
  const [kind = ''] = name.split(' ', 1)
  const limit = SIZES[kind]
  const size = parts
    .flatMap(({ documents }) => documents)
    .reduce((sum, document) => sum + policySize(compactPolicy(document)), 0)
  const [first] = parts
  if (limit === undefined || first === undefined || size <= limit) return []
  const message = `policy_document has ${size} characters, more than the ${limit} that AWS takes for a ${kind}`
  return [{ path: ['policy_document'], message, place: first.at }]
}

function trustOf(
  name: string,
  parts: readonly HolderPart[],
): readonly (SourcedRole | UnreadableRole)[] {
  return parts.flatMap(({ trust, at }) => {
    if (trust === undefined) return []
    return read(`trust of ${name}`, at, () => {
      const placed = trustStatements(trust).map((statement) => ({ statement, at }))
      const role = roleOf(`trust of ${name}`, placed, { arns: [] })
      return sourced(role, { from: at.file, knownLater: [], part: 'trust' }, () => at)
    })
  })
}

function read(
  name: string,
  { file }: Place,
  make: () => SourcedRole,
): readonly (SourcedRole | UnreadableRole)[] {
  try {
    return [make()]
  } catch (error) {
    if (!isDaypassError(error, 'request-invalid')) throw error
    return [{ from: file, name, problems: error.problems }]
  }
}

function sourced(
  role: Role,
  more: Pick<SourcedRole, 'from' | 'knownLater' | 'part'>,
  placeOf: SourcedRole['placeOf'],
): SourcedRole {
  return { role, ...more, placeOf }
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
