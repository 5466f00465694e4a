import { conditionsHold } from './conditions.ts'
import type { Statement } from './policy.ts'
import { hasVariables } from './variables.ts'

/** Many requests at once. */
export interface AskedRequests {
  /** With wildcards. */
  readonly action: string
  /** With wildcards. */
  readonly resource: string
  /** Condition keys with their values; of all others any value may come, or none. */
  readonly context: Readonly<Record<string, string | readonly string[]>>
}

/** The same, for a policy. */
export interface Wanted {
  readonly asked: AskedRequests
  /** Whether `${…}` are variables in the policy. */
  readonly isVaried: boolean
}

/** Whether the conditions hold whatever the request has besides. */
export function holdsAlways({ Condition = {} }: Statement, wanted: Wanted): boolean {
  return clauses(Condition).every((one) => isKnown(one, wanted) && holds(one, wanted))
}

/** Whether nothing that is known of the requests keeps the conditions from holding. */
export function mayHold({ Condition = {} }: Statement, wanted: Wanted): boolean {
  return clauses(Condition).every((one) => !isKnown(one, wanted) || holds(one, wanted))
}

interface Clause {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

function clauses(conditions: NonNullable<Statement['Condition']>): readonly Clause[] {
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  )
}

function isKnown({ key, values }: Clause, { asked, isVaried }: Wanted): boolean {
  return valueOf(asked, key) !== undefined && !(isVaried && values.some(hasVariables))
}

function holds({ operator, key, values }: Clause, { asked }: Wanted): boolean {
  const lookup = (name: string) => valueOf(asked, name)
  return conditionsHold({ [operator]: { [key]: values } }, lookup, undefined)
}

function valueOf({ context }: AskedRequests, key: string): string | readonly string[] | undefined {
  const name = Object.keys(context).find((one) => one.toLowerCase() === key.toLowerCase())
  return name === undefined ? undefined : context[name]
}
