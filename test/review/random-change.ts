import fc from 'fast-check'
import { type RandomCase, randomCase, type WrittenPolicy } from '../policy/random-case.ts'

/** Two versions of a policy, and a call to put to both. */
export interface RandomChange {
  readonly base: WrittenPolicy
  readonly head: WrittenPolicy
  /** A boundary of the old side, of the new side, or of both. */
  readonly boundaries: readonly [WrittenPolicy | undefined, WrittenPolicy | undefined]
  /** As a case without any other policies. */
  readonly ask: (policy: WrittenPolicy, boundary?: WrittenPolicy) => RandomCase
}

const RESOURCES = ['Resource', 'NotResource']
const ACTIONS = ['Action', 'NotAction']

type Statement = Readonly<Record<string, unknown>>

/** Small changes of the kind that people make; two policies that have nothing in common decide little. */
const EDITS: readonly ((statement: Statement, other: Statement) => readonly Statement[])[] = [
  () => [],
  (statement) => [statement],
  (statement) => [without(statement, ['Condition'])],
  (statement, other) => [{ ...statement, ...part(other, ['Condition']) }],
  (statement) => [{ ...without(statement, RESOURCES), Resource: '*' }],
  (statement, other) => [{ ...without(statement, RESOURCES), ...part(other, RESOURCES) }],
  (statement, other) => [{ ...without(statement, ACTIONS), ...part(other, ACTIONS) }],
  (statement) => [{ ...statement, Effect: statement['Effect'] === 'Deny' ? 'Allow' : 'Deny' }],
  (statement, other) => [statement, other],
  (statement, other) => [other, statement],
]

/** Random changes, with a random call. */
export const randomChange: fc.Arbitrary<RandomChange> = fc
  .tuple(randomCase, fc.constantFrom(...EDITS), fc.nat(), fc.nat())
  .map(([made, edit, which, whichOther]): RandomChange => {
    const base = made.identity[0] ?? EMPTY
    const others = statementsOf(made.identity[1] ?? base)
    const at = which % base.Statement.length
    const other = others[whichOther % others.length] ?? {}
    const Statement = statementsOf(base).flatMap((statement, index) =>
      index === at ? edit(statement, other) : [statement],
    )
    const ask = (policy: WrittenPolicy, boundary?: WrittenPolicy): RandomCase => ({
      request: { ...made.request, principal: USER },
      identity: [policy],
      boundary,
      session: undefined,
      resource: undefined,
      resourceAccountId: USER.accountId,
    })
    const boundaries = [
      which % 3 === 0 ? undefined : made.boundary,
      which % 3 === 1 ? undefined : made.boundary,
    ] as const
    return { boundaries, base, head: Statement.length === 0 ? EMPTY : { ...base, Statement }, ask }
  })

const USER = {
  kind: 'user',
  accountId: '111122223333',
  arns: ['arn:aws:iam::111122223333:user/ann'],
} as const

const EMPTY: WrittenPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'sts:GetSessionToken', Resource: '*' }],
}

function statementsOf({ Statement }: WrittenPolicy): readonly Statement[] {
  return Statement.map((statement) => ({ ...statement }))
}

function part(statement: Statement, names: readonly string[]): Statement {
  return Object.fromEntries(Object.entries(statement).filter(([name]) => names.includes(name)))
}

function without(statement: Statement, names: readonly string[]): Statement {
  return Object.fromEntries(Object.entries(statement).filter(([name]) => !names.includes(name)))
}
