import type { PolicyDocument } from '../../core/policy/policy.ts'
import { evaluate } from '../../core/policy/evaluate.ts'
import type { NamedPolicy } from '../../core/policy/decision.ts'
import { members } from '../actions/action-set.ts'
import type { AccessSide, AccessSides } from './access-sides.ts'
import type { ReviewedRole } from '../model/role-set.ts'
import { overlapsReach } from '../access/reach.ts'
import { sampleRequests } from './sample-request.ts'
import type { Excess } from './excess.ts'
import { defined } from '../../core/language/defined.ts'

/**
 * Whether there is a request that the one side allows and the other does not: a made-up one is put to both, and
 * decided as AWS would. Without such a request it stays open whether the one side really reaches further.
 */
export function isProvenExcess(excess: Excess, { one, other, scope }: AccessSides): boolean {
  const [first] = members(excess.actions)
  if (first === undefined) return false
  const action = scope.nameOf(first)
  const deny = excess.kind === 'deny' ? excess.against : undefined
  const { grant } = excess
  const requests = sampleRequests({ grant, deny, info: scope.infoOf(first), hints: except(other) })
  return requests.some(
    (request) =>
      isAbout(excess, request.resource) &&
      isAllowed(one, { ...request, action }) &&
      !isAllowed(other, { ...request, action }),
  )
}

/** On other resources than the grant's, other grants may differ: that proves nothing of a condition. */
function isAbout({ kind, grant }: Excess, resource: string): boolean {
  if (kind !== 'condition') return true
  return [grant.reach, ...grant.within].every((reach) =>
    overlapsReach(reach, { kind: 'entry', resource }),
  )
}

/** What the other side's `NotResource` leaves out. */
function except({ grants }: AccessSide): readonly string[] {
  return grants.allows.flatMap(({ reach }) => (reach.kind === 'all-but' ? reach.except : []))
}

interface Asked {
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, string | readonly string[]>>
}

const ANYBODY = {
  arns: ['arn:aws:iam::123456789012:user/anybody'],
  accountId: '123456789012',
} as const

function isAllowed({ role }: AccessSide, asked: Asked): boolean {
  if (role === undefined) return false
  const { decision } = evaluate(
    { ...asked, principal: { ...ANYBODY, kind: 'user' } },
    {
      identity: policiesOf(role),
      ...defined({ boundary: role.access.boundary }),
    },
  )
  return decision === 'allowed'
}

/** A role's statements as policies: those with variables in one, those of old versions in another. */
function policiesOf({ access }: Pick<ReviewedRole, 'access'>): readonly NamedPolicy[] {
  const document = (hasVariables: boolean): PolicyDocument => ({
    Version: hasVariables ? '2012-10-17' : '2008-10-17',
    Statement: access.statements
      .filter((source) => source.hasVariables === hasVariables)
      .map(({ statement }) => statement),
  })
  return [true, false].map((has) => ({ name: 'policies', document: document(has) }))
}
