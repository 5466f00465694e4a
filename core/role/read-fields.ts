import type { z } from 'zod/mini'
import { type Definition, explainIssues } from './explain-issue.ts'
import type { FieldFinding } from './field-finding.ts'
import { isMapping, type Mapping, plainData } from './plain-data.ts'

/** Fields of a definition, each looked at by itself. */
export interface ReadFields {
  /** As they stand, those that are right, so that they can be held against each other whatever else is wrong. */
  readonly sound: Mapping
  /** Names of all fields that were given, right or wrong. */
  readonly given: ReadonlySet<string>
  readonly findings: readonly FieldFinding[]
}

/** Looks at the fields of a definition with a schema, and says in words what is wrong with each. Never throws. */
export function readFields(
  fields: Mapping,
  definition: Definition,
  issuesIn: (input: Mapping) => readonly z.core.$ZodIssue[] | undefined,
): ReadFields {
  const plain = plainData(fields)
  const input = isMapping(plain.value) ? plain.value : {}
  const spoilt = new Set(plain.findings.map(({ path }) => path[0]))
  const issues = explainIssues(issuesIn(input) ?? [], input, definition)
  const wrong = new Set([...spoilt, ...issues.map(({ path }) => path[0])])
  return {
    sound: Object.fromEntries(Object.entries(input).filter(([field]) => !wrong.has(field))),
    given: new Set(Object.keys(input)),
    findings: [...plain.findings, ...issues.filter(({ path }) => !spoilt.has(path[0]))],
  }
}
