import { DaypassError } from '../errors.ts'
import { checkPolicyDocument } from './check.ts'
import { findOperator } from './operators.ts'
import type { Conditions, PolicyDocument, PolicyKind, Principals, Statement } from './policy.ts'
import { parsePolicy } from './text.ts'

import { defined } from '../language/defined.ts'

/**
 * Reads a policy from an object (as a YAML or JSON parser made it) or from JSON text.
 *
 * @throws {@link DaypassError} `request-invalid` with every problem that {@link
 * checkPolicyDocument} finds.
 */
export function readPolicyDocument(value: unknown, kind: PolicyKind): PolicyDocument {
  const problems = checkPolicyDocument(value, kind)
  if (problems.length > 0) {
    throw new DaypassError('request-invalid', `the ${kind} policy is not valid`, { problems })
  }
  // The check above has seen every element, so the shape below is what it says.
  return normalise((typeof value === 'string' ? parsePolicy(value) : value) as WrittenPolicy)
}

type OneOrMany<T> = T | readonly T[]
type WrittenPrincipals = '*' | Readonly<Record<string, OneOrMany<string>>>
type WrittenConditions = Readonly<
  Record<string, Readonly<Record<string, OneOrMany<string | number | boolean>>>>
>

interface WrittenStatement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: OneOrMany<string>
  readonly NotAction?: OneOrMany<string>
  readonly Resource?: OneOrMany<string>
  readonly NotResource?: OneOrMany<string>
  readonly Principal?: WrittenPrincipals
  readonly NotPrincipal?: WrittenPrincipals
  readonly Condition?: WrittenConditions
}

interface WrittenPolicy {
  readonly Version?: string
  readonly Id?: string
  readonly Statement: OneOrMany<WrittenStatement>
}

function normalise(written: WrittenPolicy): PolicyDocument {
  return {
    ...defined({ Version: written.Version, Id: written.Id }),
    Statement: toList(written.Statement).map(normaliseStatement),
  }
}

function normaliseStatement(written: WrittenStatement): Statement {
  const { Sid, Effect, Principal, NotPrincipal, Condition } = written
  return {
    ...defined({ Sid }),
    Effect,
    ...listed(written, 'Action'),
    ...listed(written, 'NotAction'),
    ...listed(written, 'Resource'),
    ...listed(written, 'NotResource'),
    ...(Principal === undefined ? {} : { Principal: normalisePrincipals(Principal) }),
    ...(NotPrincipal === undefined ? {} : { NotPrincipal: normalisePrincipals(NotPrincipal) }),
    ...(Condition === undefined ? {} : { Condition: normaliseConditions(Condition) }),
  }
}

function listed(
  written: WrittenStatement,
  element: 'Action' | 'NotAction' | 'Resource' | 'NotResource',
): Partial<Statement> {
  const value = written[element]
  return value === undefined ? {} : { [element]: toList(value) }
}

function normalisePrincipals(written: WrittenPrincipals): Principals {
  return written === '*' ? '*' : mapValues(written, toList)
}

/** Names in AWS's case. Two spellings of one name cannot meet here: the check refuses them. */
function normaliseConditions(written: WrittenConditions): Conditions {
  const texts = (values: OneOrMany<string | number | boolean>) => toList(values).map(String)
  return Object.fromEntries(
    Object.entries(written).map(([operator, keys]) => [
      findOperator(operator)?.name ?? operator,
      mapValues(keys, texts),
    ]),
  )
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

function toList<T>(value: OneOrMany<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T]
}
