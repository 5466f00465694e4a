import { findOperator } from '../../../core/policy/operators.ts'
import { parseDate } from '../../../core/policy/values.ts'
import type { Clause } from '../../access/clauses.ts'

/** Moments of the request or of its session, which lie ahead or are just now. */
const CLOCK_KEYS = ['aws:currenttime', 'aws:epochtime', 'aws:tokenissuetime']

/** Keys that whoever has the credentials can mostly choose, or that hinder no abuse. */
const IDLE_KEYS = [
  ...CLOCK_KEYS,
  'aws:securetransport',
  'aws:requestedregion',
  'aws:useragent',
  'aws:referer',
  'aws:resourceaccount',
  'aws:principalaccount',
  'aws:principaltype',
]

/** Whether a clause can be fulfilled by a request at some time from now on. */
export function canHold({ operator, key, values }: Clause, now: Date): boolean {
  if (operator === undefined) return false
  if (!CLOCK_KEYS.includes(key) || operator.ifExists || operator.qualifier !== undefined)
    return true
  if (!/^(Date|Numeric)(LessThan|LessThanEquals|Equals)$/.test(operator.name)) return true
  return values.some((value) => {
    const time = parseDate(value)
    return time === undefined || time >= now.getTime()
  })
}

/** Whether a clause stands in the way of somebody who means harm. */
export function isLimiting(clause: Clause): boolean {
  const { operator, key, values } = clause
  if (IDLE_KEYS.includes(key) || key === 'iam:passedtoservice') return false
  if (operator === undefined) return true
  const isOpen = (value: string) => value === '*' || /^(0\.0\.0\.0|::)\/0$/.test(value)
  return operator.negated || !values.some(isOpen)
}

/** What clauses say about handing a role to a service. */
export type Passing = 'forbidden' | 'allowed' | 'only-to-some'

/** Whether clauses let a role be passed to a service, by `iam:PassedToService`; other keys are left aside. */
export function passingTo(service: string, clauses: readonly Clause[]): Passing {
  const about = clauses.filter(({ key }) => key === 'iam:passedtoservice')
  if (about.length === 0) return 'allowed'
  if (!about.every((clause) => holdsFor(service, clause))) return 'forbidden'
  return about.some((clause) => !holdsFor('nobody.example.com', clause))
    ? 'only-to-some'
    : 'allowed'
}

/** Whether a clause about one key holds for one value of it. */
function holdsFor(value: string, { name, values }: Clause): boolean {
  const operator = findOperator(name)
  if (operator === undefined) return false
  if (operator.isNull) return values.some((wanted) => wanted.toLowerCase() === 'false')
  const isMatch = values.some((wanted) => operator.matches(value, wanted, undefined))
  return operator.negated ? !isMatch : isMatch
}
