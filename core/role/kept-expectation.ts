import { findAllowing } from '../policy/find-allowing.ts'
import { parseExpectation } from './expectation.ts'

/** Whether other lines of `never` forbid all that one forbids. Certain when it says yes. */
export function isKept(line: string, others: readonly string[]): boolean {
  const { action, resource = '*', context } = parseExpectation(line)
  const denies = others.map(parseExpectation).map((other) => ({
    Effect: 'Deny' as const,
    Action: [other.action],
    Resource: [other.resource ?? '*'],
    Condition: { StringEquals: inLists(other.context) },
  }))
  const everything = { Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] }
  const policy = { Version: '2008-10-17', Statement: [everything, ...denies] }
  return findAllowing(policy, { action, resource, context }) === undefined
}

function inLists(context: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, [value]]))
}
