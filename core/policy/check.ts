import type { Problem } from '../errors.ts'
import { checkConditions } from './check-conditions.ts'
import { type Path, checkActions } from './check-elements.ts'
import { checkPrincipals } from './check-principals.ts'
import { checkResources } from './check-resources.ts'
import type { PolicyKind } from './policy.ts'
import { isRecord, tryParse } from './text.ts'

const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement']
const STATEMENT_ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]

/**
 * Everything that is wrong with a policy of some kind, given as an object or as JSON text; empty
 * when AWS would take it. Looks at the structure and the syntax of every element, and at condition
 * values that could never match; not at whether services, actions, keys or principals exist.
 *
 * Sources: IAM User Guide, "Grammar of the IAM JSON policy language" and the pages of its elements,
 * "Access Analyzer policy check reference" (its errors); what IAM itself answers with
 * `MalformedPolicyDocument`. Where they differ, what IAM takes is taken: `Id` is allowed
 * everywhere.
 */
export function checkPolicyDocument(value: unknown, kind: PolicyKind): readonly Problem[] {
  if (typeof value !== 'string') return checkDocument(value, kind)
  const parsed = tryParse(value)
  return 'problem' in parsed
    ? [{ path: [], message: parsed.problem }]
    : checkDocument(parsed.value, kind)
}

function checkDocument(document: unknown, kind: PolicyKind): readonly Problem[] {
  if (!isRecord(document)) return [{ path: [], message: 'a policy must be an object' }]
  const { Version, Id, Statement } = document
  const problems = [...checkNames(document, DOCUMENT_ELEMENTS, [])]
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    problems.push({
      path: ['Version'],
      message: "must be '2012-10-17' (or, for old policies, '2008-10-17')",
    })
  }
  if (Id !== undefined && typeof Id !== 'string') {
    problems.push({ path: ['Id'], message: 'must be text' })
  }
  return [...problems, ...checkStatements(Statement, kind)]
}

function checkStatements(value: unknown, kind: PolicyKind): readonly Problem[] {
  const path = ['Statement']
  if (value === undefined) return [{ path, message: 'is missing' }]
  if (isRecord(value)) return checkStatement(value, path, kind)
  if (!Array.isArray(value) || value.length === 0) {
    return [{ path, message: 'must be a statement or a list of at least one' }]
  }
  return [
    ...value.flatMap((statement: unknown, index) =>
      isRecord(statement)
        ? checkStatement(statement, [...path, index], kind)
        : [{ path: [...path, index], message: 'must be an object' }],
    ),
    ...checkUniqueSids(value),
  ]
}

function checkStatement(
  statement: Record<string, unknown>,
  path: Path,
  kind: PolicyKind,
): readonly Problem[] {
  const { Effect } = statement
  const isEffect = Effect === 'Allow' || Effect === 'Deny'
  return [
    ...checkNames(statement, STATEMENT_ELEMENTS, path),
    ...checkSid(statement['Sid'], [...path, 'Sid'], kind),
    ...(isEffect ? [] : [{ path: [...path, 'Effect'], message: "must be 'Allow' or 'Deny'" }]),
    ...checkPresence(statement, path, kind),
    ...['Action', 'NotAction'].flatMap((element) =>
      checkActions(statement[element], [...path, element], kind),
    ),
    ...(kind === 'trust' ? [] : ['Resource', 'NotResource']).flatMap((element) =>
      checkResources(statement[element], [...path, element], kind),
    ),
    ...(kind === 'resource' || kind === 'trust' ? ['Principal', 'NotPrincipal'] : []).flatMap(
      (element) => checkPrincipals(statement[element], [...path, element], kind),
    ),
    ...checkConditions(statement['Condition'], [...path, 'Condition']),
  ]
}

/** Which of the paired elements a statement must have, may have and must not have. */
function checkPresence(
  statement: Record<string, unknown>,
  path: Path,
  kind: PolicyKind,
): readonly Problem[] {
  const problems: Problem[] = []
  const report = (element: string, message: string) =>
    problems.push({ path: [...path, element], message })
  const has = (element: string) => statement[element] !== undefined
  for (const element of ['Action', 'Resource', 'Principal']) {
    if (has(element) && has(`Not${element}`))
      report(`Not${element}`, `cannot stand beside ${element}`)
  }
  if (!has('Action') && !has('NotAction')) report('Action', 'is missing')
  const hasPrincipals = kind === 'resource' || kind === 'trust'
  for (const element of ['Principal', 'NotPrincipal'].filter(has)) {
    if (!hasPrincipals)
      report(element, `cannot be in ${articleFor(kind)} policy: it applies to whoever has it`)
  }
  if (kind === 'trust') {
    for (const element of ['Resource', 'NotResource'].filter(has)) {
      report(element, 'cannot be in a trust policy: the role is the resource')
    }
    if (has('NotPrincipal')) report('NotPrincipal', 'cannot be in a trust policy')
  } else if (kind !== 'resource' && !has('Resource') && !has('NotResource')) {
    report('Resource', 'is missing')
  }
  if (hasPrincipals && !has('Principal') && !has('NotPrincipal')) report('Principal', 'is missing')
  return problems
}

function articleFor(kind: PolicyKind): string {
  return kind === 'identity' ? 'an identity' : `a ${kind}`
}

function checkNames(
  record: Record<string, unknown>,
  known: readonly string[],
  path: Path,
): readonly Problem[] {
  return Object.entries(record).flatMap(([name, value]) => {
    if (known.includes(name)) {
      return value === null ? [{ path: [...path, name], message: 'must not be null' }] : []
    }
    const meant = known.find((other) => other.toLowerCase() === name.toLowerCase())
    const cure = meant === undefined ? `known are ${known.join(', ')}` : `${meant} is meant`
    return [{ path: [...path, name], message: `is not an element of a policy; ${cure}` }]
  })
}

/**
 * "For IAM policies, basic alphanumeric characters are the only allowed characters"; other services
 * allow more.
 */
function checkSid(sid: unknown, path: Path, kind: PolicyKind): readonly Problem[] {
  if (sid === undefined || sid === null) return []
  if (typeof sid !== 'string') return [{ path, message: 'must be text' }]
  return kind === 'resource' || /^[A-Za-z0-9]*$/.test(sid)
    ? []
    : [{ path, message: 'may only have letters and digits' }]
}

function checkUniqueSids(statements: readonly unknown[]): readonly Problem[] {
  const seen = new Set<unknown>()
  return statements.flatMap((statement, index) => {
    const sid = isRecord(statement) ? statement['Sid'] : undefined
    if (typeof sid !== 'string' || sid === '') return []
    if (seen.has(sid)) {
      return [{ path: ['Statement', index, 'Sid'], message: 'is taken by an earlier statement' }]
    }
    seen.add(sid)
    return []
  })
}
