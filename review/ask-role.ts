import type { PolicyDocument } from '../core/policy/policy.ts'
import { evaluate } from '../core/policy/evaluate.ts'
import type { Decision, NamedPolicy } from '../core/policy/decision.ts'
import type { RoleAccess, SourcedStatement } from './model/role-access.ts'
import { defined } from '../core/language/defined.ts'

/** A call to ask about. */
export interface RoleQuestion {
  /** Full name, in any case. */
  readonly action: string
  /** An ARN, or `*` for an action without a resource. */
  readonly resource: string
  /** Condition keys with their values; what is not here counts as missing from the request. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

/** Whether a role may, and why. */
export interface RoleAnswer {
  readonly decision: Decision['decision']
  /** Of a deny, the statement that denies; of an allow, the one that allows. Absent of a deny that none made. */
  readonly decidedBy?: SourcedStatement
  /** What has a say as well and is not known here: the answer holds unless one of these adds or takes away. */
  readonly unless: RoleAccess['unread']
}

/** Decides one call by a role's definition, as AWS would if there were no other policies than those known here. */
export function askRole(access: RoleAccess, question: RoleQuestion): RoleAnswer {
  const found = evaluate(
    { ...question, context: { ...access.tags.values, ...question.context }, principal: SOMEBODY },
    {
      identity: policiesOf(access),
      ...defined({ boundary: access.boundary }),
    },
  )
  const { decision, decidedBy } = found
  const statement =
    decidedBy?.layer === 'identity'
      ? access.statements[numberOf(decidedBy.policy)]
      : decidedBy && boundaryStatement(access, decidedBy.statementIndex)
  return {
    decision,
    ...defined({ decidedBy: statement }),
    unless: access.unread.filter((policy) => isOpen(policy.effect, decision)),
  }
}

const SOMEBODY = {
  arns: ['arn:aws:iam::123456789012:user/daypass'],
  accountId: '123456789012',
  kind: 'user',
} as const

/** Each statement as a policy of its own, under its number: the decision then names it. */
function policiesOf({ statements }: RoleAccess): readonly NamedPolicy[] {
  return statements.map(({ statement, hasVariables }, index) => ({
    name: String(index),
    document: {
      Version: hasVariables ? '2012-10-17' : '2008-10-17',
      Statement: [statement],
    } satisfies PolicyDocument,
  }))
}

function numberOf(name: string): number {
  return Number(name)
}

function boundaryStatement({ boundary }: RoleAccess, index: number): SourcedStatement | undefined {
  const statement = boundary?.document.Statement[index]
  if (boundary === undefined || statement === undefined) return undefined
  return {
    statement,
    policy: boundary.name,
    index,
    path: ['permissions_boundary_arn'],
    hasVariables: boundary.document.Version === '2012-10-17',
  }
}

/** An explicit deny stands whatever else there is; what only limits cannot turn a deny into an allow. */
function isOpen(effect: 'adds' | 'limits', decision: Decision['decision']): boolean {
  if (decision === 'explicit-deny') return false
  return decision === 'allowed' || effect === 'adds'
}
