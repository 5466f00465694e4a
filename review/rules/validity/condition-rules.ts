import { closest } from '../../../core/language/closest.ts'
import type { ActionInfo, ActionTable } from '../../actions/action-table.ts'
import { type Clause, clausesOf } from '../../access/clauses.ts'
import type { SourcedStatement } from '../../model/role-access.ts'
import type { RoleView } from '../role-view.ts'
import { found, type StateRule } from '../rule.ts'

const KEYS_DOCS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html'

const unknownKey: StateRule = {
  id: 'VAL006',
  name: 'unknown-condition-key',
  severity: 'warning',
  title: 'a condition key that no action of the statement offers',
  why: 'an allow with it allows nothing, or, with IfExists or Not, is not limited by it',
  cure: 'use a key that the actions offer, or give these actions a statement of their own',
  docs: KEYS_DOCS,
  isWaivable: true,
  looksAt: 'role',
  check: (role, { table }) =>
    clausesIn(role).flatMap(({ source, clause }) => {
      const { writtenKey, key } = clause
      const fault = faultOfKey(key, () => role.actionsOf(source), table)
      if (fault === undefined) return []
      return [
        found({
          subject: writtenKey,
          reason: `${writtenKey} ${fault}`,
          place: placeOfClause(role, source, clause),
        }),
      ]
    }),
}

const typeMismatch: StateRule = {
  id: 'VAL007',
  name: 'operator-type-mismatch',
  severity: 'warning',
  title: 'an operator that does not go with its key or value',
  why: 'the condition holds never, or always',
  cure: 'use the operator for the kind of the key',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  isWaivable: true,
  looksAt: 'role',
  check: (role, { table }) =>
    clausesIn(role).flatMap(({ source, clause }) => {
      const fault = faultOfOperator(source, clause, table)
      if (fault === undefined) return []
      return [
        found({
          subject: `${clause.name} ${clause.writtenKey} ${clause.values.join()}`,
          reason: fault,
          place: placeOfClause(role, source, clause),
        }),
      ]
    }),
}

/** The rules about conditions. */
export const CONDITION_VALIDITY_RULES: readonly StateRule[] = [unknownKey, typeMismatch]

interface SourcedClause {
  readonly source: SourcedStatement
  readonly clause: Clause
}

function clausesIn(role: RoleView): readonly SourcedClause[] {
  return role.statements
    .filter(({ policy }) => policy === 'policy_document')
    .flatMap((source) =>
      clausesOf(source.statement.Condition).map((clause) => ({ source, clause })),
    )
}

function placeOfClause(role: RoleView, source: SourcedStatement, { name, writtenKey }: Clause) {
  return role.sourced.placeOf([...source.path, 'Condition', name, writtenKey], true)
}

function faultOfKey(
  key: string,
  actionsOf: () => readonly ActionInfo[],
  table: ActionTable,
): string | undefined {
  const [service = ''] = key.split(':')
  // Keys of identity providers are named after their hosts, and not all are in the table.
  if (/[./]/.test(service) || key.includes('${')) return undefined
  const isKnown = table.conditionKeyType(key) !== undefined
  if (isKnown && service === 'aws') return undefined
  const actions = actionsOf()
  if (actions.some((action) => offers(action, key))) return undefined
  if (isKnown) {
    return actions.length === 0 ? undefined : 'is offered by none of the actions it stands with'
  }
  const meant = closest(key, service === 'aws' ? GLOBAL_KEYS : keysOf(service, table))
  return `is no condition key${meant === undefined ? ' that is known' : `: did you mean ${meant}?`}`
}

function keysOf(service: string, table: ActionTable): readonly string[] {
  return [...new Set(table.actionsOf(service).flatMap(({ conditionKeys }) => conditionKeys))]
}

/** The keys of AWS's own that are most written, for a guess at what was meant. */
const GLOBAL_KEYS = [
  'aws:CalledVia',
  'aws:CurrentTime',
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalOrgID',
  'aws:PrincipalType',
  'aws:RequestedRegion',
  'aws:ResourceAccount',
  'aws:ResourceOrgID',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceIdentity',
  'aws:SourceIp',
  'aws:SourceVpc',
  'aws:SourceVpce',
  'aws:TagKeys',
  'aws:TokenIssueTime',
  'aws:UserAgent',
  'aws:ViaAWSService',
  'aws:userid',
  'aws:username',
]

function offers({ conditionKeys, resourceTypes }: ActionInfo, key: string): boolean {
  const keys = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)]
  return keys.some((offered) => {
    const lower = offered.toLowerCase()
    const [start = ''] = lower.replace('<key>', '${key}').split('${')
    return lower === key || (start !== lower && key.startsWith(start))
  })
}

const KINDS: readonly (readonly [operators: RegExp, type: RegExp, kind: string])[] = [
  [/^Numeric/, /Numeric|Date|^$/, 'a number'],
  [/^Date/, /Date|Numeric|^$/, 'a date'],
  [/^Bool/, /Bool|String|^$/, 'true or false'],
  [/^(Not)?IpAddress/, /IPAddress|String|^$/, 'an IP address'],
  [/^Binary/, /Binary|String|^$/, 'binary data'],
]

function faultOfOperator(
  { statement, hasVariables }: SourcedStatement,
  { name, writtenKey, values }: Clause,
  table: ActionTable,
): string | undefined {
  const bare = name.replace(/^For\w+:/, '').replace(/IfExists$/, '')
  const isExact = /^String(Not)?Equals(IgnoreCase)?$/.test(bare)
  const withoutVariables = values.map((value) =>
    hasVariables ? value.replace(/\$\{[^}]*\}/g, '') : value,
  )
  const star = values[withoutVariables.findIndex((value) => /[*?]/.test(value))]
  if (isExact && star !== undefined) {
    return `${bare} compares ${star} letter by letter: ${bare.replace(/Equals(IgnoreCase)?/, 'Like')} takes * as a wildcard`
  }
  const type = table.conditionKeyType(writtenKey)
  if (type === undefined) return undefined
  const kind = KINDS.find(([operators]) => operators.test(bare))
  if (kind !== undefined && !kind[1].test(type)) {
    return `${bare} takes ${kind[2]}, and ${writtenKey} holds ${type}`
  }
  const isSingle = type !== '' && !type.startsWith('ArrayOf')
  if (name.startsWith('ForAllValues:') && isSingle && statement.Effect === 'Allow') {
    return `ForAllValues also holds for a request without ${writtenKey}, which has one value only: leave ForAllValues out`
  }
  return undefined
}
