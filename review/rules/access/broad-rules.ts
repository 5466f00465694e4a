import type { ActionInfo } from '../../actions/action-table.ts'
import type { SourcedStatement } from '../../model/role-access.ts'
import type { RoleView } from '../role-view.ts'
import { few, found, type Observation, type StateRule } from '../rule.ts'
import { isLimiting } from '../escalation/clause-limits.ts'
import { defined } from '../../../core/language/defined.ts'
import { clausesOf } from '../../access/clauses.ts'

const ADMINISTRATORS = /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/
/** Whoever may do everything here can give itself everything else. */
const KEYS_TO_ALL = ['iam', 'sts', 'kms', 'organizations']

const notAction: StateRule = {
  id: 'ACC008',
  name: 'not-action',
  severity: 'error',
  title: 'an allow of everything but what is listed',
  why: 'it grants all that AWS has and will have, except the list',
  cure: 'list what is allowed in Action and Resource',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
  isWaivable: true,
  looksAt: 'role',
  check: (role) =>
    ofDocument(role).flatMap((source) => {
      const { statement } = source
      const element =
        statement.NotAction === undefined
          ? statement.NotResource === undefined
            ? undefined
            : 'NotResource'
          : 'NotAction'
      if (element === undefined) return []
      const listed = statement[element] ?? []
      return [
        found({
          subject: `${element} ${listed.join()}`,
          reason: `allows ${element === 'NotAction' ? 'every action' : 'every resource'} but ${few(listed)}`,
          lowerBy: circumstances(role, source),
          granted: source,
          place: role.placeOf(source, element),
        }),
      ]
    }),
}

const fullAdmin: StateRule = {
  id: 'ACC009',
  name: 'full-admin',
  severity: 'error',
  title: 'everything, or nearly',
  why: 'a leaked lease is then the whole account',
  cure: 'grant what the task needs',
  isWaivable: true,
  looksAt: 'role',
  check: (role) => [
    ...ofDocument(role)
      .filter(({ statement }) => isEverything(statement.Action) && isEverything(statement.Resource))
      .map((source) =>
        found({
          subject: 'every action on every resource',
          reason: 'allows every action on every resource',
          lowerBy: circumstances(role, source),
          granted: source,
          place: role.placeOf(source),
        }),
      ),
    ...administrators(role),
  ],
}

const serviceWildcard: StateRule = {
  id: 'ACC010',
  name: 'service-wildcard',
  severity: 'warning',
  title: 'all actions of a service',
  why: 'reading, writing and giving rights to others are all among them, and those that AWS adds',
  cure: 'name the actions, or match them by their verb, such as Get*',
  isWaivable: true,
  looksAt: 'role',
  check: (role) =>
    ofDocument(role).flatMap((source) =>
      (source.statement.Action ?? []).flatMap((entry, index) => {
        const service = wholeService(entry)
        if (service === undefined) return []
        return [
          found({
            subject: `${service}:*`,
            reason: `${entry} allows every action of ${service}`,
            ...(KEYS_TO_ALL.includes(service) ? { severity: 'error' as const } : {}),
            lowerBy: circumstances(role, source),
            granted: source,
            place: role.placeOf(source, 'Action', index),
          }),
        ]
      }),
    ),
}

/** Actions for which a resource is rarely named, although AWS has begun to document one. */
const SELDOM_SCOPED = ['cloudwatch:PutMetricData']

const starResource: StateRule = {
  id: 'ACC011',
  name: 'star-resource-restrictable',
  severity: 'warning',
  title: 'every resource, although the actions can be limited to some',
  why: 'the role reaches what belongs to others',
  cure: 'name the resources, and give actions that take none a statement of their own',
  isWaivable: true,
  looksAt: 'role',
  check: (role) =>
    ofDocument(role).flatMap((source) => {
      const { Action = [], Resource = [] } = source.statement
      const index = Resource.indexOf('*')
      // Entries that match a whole service have findings of their own.
      const named = Action.filter((entry) => entry !== '*' && wholeService(entry) === undefined)
      if (index < 0 || named.length === 0) return []
      const only = { ...source, statement: { ...source.statement, Action: named } }
      const scopable = role.actionsOf(only).filter(isScopable)
      if (scopable.length === 0) return []
      const names = scopable.map(({ name }) => name)
      return [
        found({
          subject: `* for ${named.join()}`,
          reason: `${few(names)} on every resource, though ${names.length === 1 ? 'it' : 'they'} can be limited`,
          // Looking is not touching.
          ...(scopable.some(({ isWriting }) => isWriting) ? {} : { severity: 'note' as const }),
          lowerBy: circumstances(role, source),
          granted: source,
          place: role.placeOf(source, 'Resource', index),
        }),
      ]
    }),
}

/** The rules about too much in one statement. */
export const BROAD_ACCESS_RULES: readonly StateRule[] = [
  notAction,
  fullAdmin,
  serviceWildcard,
  starResource,
]

function ofDocument(role: RoleView): readonly SourcedStatement[] {
  return role.allows.filter(({ policy }) => policy === 'policy_document')
}

/** Conditions that hinder count one step, and so does a policy that only limits somebody's rights. */
function circumstances(role: RoleView, { statement }: SourcedStatement): number {
  const isConditional = clausesOf(statement.Condition).some(isLimiting)
  return (isConditional ? 1 : 0) + (role.sourced.access.basis === 'limit' ? 1 : 0)
}

function isEverything(entries: readonly string[] | undefined): boolean {
  return entries?.some((entry) => /^\*(:\*)?$/.test(entry)) ?? false
}

function wholeService(entry: string): string | undefined {
  return /^([a-z0-9-]+):\*+$/i.exec(entry)?.[1]?.toLowerCase()
}

function administrators({ sourced, allows }: RoleView): readonly Observation[] {
  const { role } = sourced
  if (role.credential_type === 'session_token') return []
  return role.policy_arns.flatMap((arn, index) => {
    const name = ADMINISTRATORS.exec(arn)?.[1]
    if (name === undefined) return []
    return [
      found({
        subject: arn,
        reason: `${role.credential_type === 'iam_user' ? 'has' : 'is limited by nothing more than'} ${name}`,
        lowerBy: role.credential_type === 'iam_user' ? 0 : 1,
        ...defined({ granted: allows.find(({ policy }) => policy === arn) }),
        place: sourced.placeOf(['policy_arns', index]),
      }),
    ]
  })
}

/**
 * Whether naming resources could limit an action. Lists mostly cannot be, and what a call has yet to start has a name
 * that AWS chooses: `comprehend:StartPiiEntitiesDetectionJob` starts a `pii-entities-detection-job`.
 */
function isScopable({ name, level, isUnscoped, resourceTypes, service }: ActionInfo): boolean {
  if (isUnscoped || level === 'List' || SELDOM_SCOPED.includes(name)) return false
  const started = /^(?:Start|Run|Request|Submit)([A-Z]\w+)$/.exec(
    name.slice(service.length + 1),
  )?.[1]
  const kebab = started?.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()
  return !(resourceTypes.length === 1 && resourceTypes[0]?.name === kebab)
}
