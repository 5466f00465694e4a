import type { NamedPolicy } from '../../../core/policy/decision.ts'
import { evaluate } from '../../../core/policy/evaluate.ts'
import { matchesAction } from '../../../core/policy/match.ts'
import type { Statement } from '../../../core/policy/policy.ts'
import type { Witness } from '../../model/access-change.ts'
import type { ReviewedRole } from '../../model/role-set.ts'
import type { AccessSide, AccessSides } from '../access-sides.ts'
import { defined } from '../../../core/language/defined.ts'

type Asked = Omit<Witness, 'action'>

/** Says of requests for one action whether the one side allows them and the other does not, as AWS would decide. */
export function decider(action: string, { one, other }: AccessSides): (asked: Asked) => boolean {
  const [mine, theirs] = [policiesFor(action, one), policiesFor(action, other)]
  return (asked) => isAllowed(action, asked, mine) && !isAllowed(action, asked, theirs)
}

interface Policies {
  readonly identity: readonly NamedPolicy[]
  readonly boundary: ReviewedRole['access']['boundary']
  readonly tags: Witness['context']
}

const ANYBODY = {
  arns: ['arn:aws:iam::123456789012:user/anybody'],
  accountId: '123456789012',
  kind: 'user',
} as const

function isAllowed(action: string, asked: Asked, policies: Policies | undefined): boolean {
  if (policies === undefined) return false
  const { identity, boundary, tags } = policies
  const context = { ...asked.context, ...tags }
  const request = { ...asked, context, action, principal: ANYBODY }
  return evaluate(request, { identity, ...defined({ boundary }) }).decision === 'allowed'
}

/** What of a role's statements is about an action; those of the version without variables apart. */
function policiesFor(action: string, { role }: AccessSide): Policies | undefined {
  if (role === undefined) return undefined
  const { statements, boundary, tags } = role.access
  const about = statements.filter(({ statement }) => names(statement, action.toLowerCase()))
  const identity = [true, false].map((has): NamedPolicy => ({
    name: 'policies',
    document: {
      Version: has ? '2012-10-17' : '2008-10-17',
      Statement: about
        .filter(({ hasVariables }) => hasVariables === has)
        .map(({ statement }) => statement),
    },
  }))
  return { identity, boundary, tags: tags.values }
}

function names({ Action, NotAction }: Statement, action: string): boolean {
  if (Action !== undefined) return Action.some((entry) => matchesAction(entry, action))
  return NotAction?.some((entry) => matchesAction(entry, action)) !== true
}
