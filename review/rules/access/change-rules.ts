import type { ActionGroup, ConditionChange, Witness } from '../../model/access-change.ts'
import type { Place } from '../../../core/place.ts'
import { witnessText } from '../../format/witness-text.ts'
import type { Severity } from '../../model/judgement.ts'
import { isGraveReach } from './grave-reach.ts'
import { type ChangeRule, few, found, type RoleChange, unseen } from '../rule.ts'

/** Services whose permissions-management actions change who may do what in the whole account. */
const IDENTITY_SERVICES = ['iam', 'sts', 'organizations', 'sso', 'sso-directory', 'identitystore']

interface Level {
  readonly levels: readonly ActionGroup['level'][]
  readonly severity: Severity
  readonly name: string
}

/** Worst first. What lets outsiders in is reported by ACC014, which blocks by itself. */
const LEVELS: readonly Level[] = [
  { levels: ['Permissions management'], severity: 'error', name: 'permissions management' },
  { levels: ['Write', 'Tagging'], severity: 'warning', name: 'write' },
  { levels: ['unknown'], severity: 'warning', name: 'unknown' },
  { levels: ['Read', 'List'], severity: 'note', name: 'read' },
]

const GRANTS =
  /:(?!Get|List|Describe|Delete|Remove|Revoke|Retire|Cancel|Disassociate|Invoke|Bypass)\w*(Polic(y|ies)|Permissions?|Grants?|Acl|Access|Sharing|Public)/

/** Whether an action of permissions-management level can give others rights on a resource. */
export function givesRights(action: string): boolean {
  const [service = ''] = action.split(':', 1)
  return !IDENTITY_SERVICES.includes(service) && GRANTS.test(action)
}

/** ACC001: a role may do more than before. */
const newActions: ChangeRule = {
  id: 'ACC001',
  name: 'new-actions',
  severity: 'note',
  title: 'actions gained',
  why: 'whoever takes the role may do more than before',
  cure: 'keep the actions that the task needs, and name them one by one',
  isWaivable: true,
  looksAt: 'change',
  check: (change) =>
    change.after === undefined
      ? []
      : LEVELS.flatMap(({ levels, severity, name }) => {
          const groups = change.comparison.access.gained.actions
            .filter(({ level }) => levels.includes(level))
            .map((group) => ({
              ...group,
              actions: group.actions.filter(
                (one) => name === 'write' || name === 'read' || !givesRights(one),
              ),
            }))
            .filter(({ actions }) => actions.length > 0)
          const actions = groups.flatMap((group) => group.actions)
          if (actions.length === 0) return []
          const isOverIdentities = groups.some(({ service }) => IDENTITY_SERVICES.includes(service))
          return [
            found({
              subject: name,
              reason: `gains ${count(actions.length, `${name} action`)}: ${actionsText(groups)}`,
              severity: severity === 'error' && !isOverIdentities ? 'warning' : severity,
              place: firstPlace(change, actions),
            }),
          ]
        }),
}

/** ACC002: a role may do less than before. */
const removedActions: ChangeRule = {
  id: 'ACC002',
  name: 'removed-actions',
  severity: 'note',
  title: 'actions lost',
  why: 'a workflow that still needs them breaks',
  cure: 'check that nothing needs them any more',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, after }) => {
    const groups = comparison.access.lost.actions
    const total = groups.reduce((sum, { actions }) => sum + actions.length, 0)
    if (after === undefined || total === 0) return []
    return [
      found({
        subject: 'actions',
        reason: `loses ${count(total, 'action')}: ${actionsText(groups)}`,
        place: after.sourced.placeOf(['policy_document'], true),
      }),
    ]
  },
}

/** ACC003: the same actions on more resources. */
const widerResources: ChangeRule = {
  id: 'ACC003',
  name: 'wider-resources',
  severity: 'warning',
  title:
    'the same actions on more resources; of rights, of roles to pass or assume, and of other accounts an error',
  why: 'what the role was limited to is no longer the limit',
  cure: 'name the resources that the task needs',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison }, context) =>
    comparison.access.gained.reach.map((change) => {
      const { actions, resources, instead, witness, place } = change
      const isGrave = isGraveReach(change, { comparison, ...context })
      const was = instead.length === 0 ? '' : `; it was ${few(instead, 3)}`
      return found({
        subject: `${actions.join()} on ${resources.join()}`,
        reason: `${few(actions, 3)} now on ${few(resources, 3)}${was}${proof(witness)}`,
        ...(isGrave ? { severity: 'error' as const } : {}),
        place,
      })
    }),
}

/** ACC004: a condition that narrowed access is gone or looser. */
const conditionDropped: ChangeRule = {
  id: 'ACC004',
  name: 'condition-dropped',
  severity: 'error',
  title: 'a condition dropped or loosened',
  why: 'it kept requests out that are now let in',
  cure: 'put the condition back, or waive this with the reason why it is not needed',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison }) =>
    comparison.access.gained.conditions.map((change) => {
      const { actions, stricter, witness, place } = change
      return found({
        subject: `${stricter} for ${actions.join()}`,
        reason: `${few(actions, 3)}${conditionChangeText(change)}${proof(witness)}`,
        place,
      })
    }),
}

/** ACC005: a deny is gone or narrower. */
const denyDropped: ChangeRule = {
  id: 'ACC005',
  name: 'deny-dropped',
  severity: 'error',
  title: 'a deny dropped or narrowed',
  why: 'it forbade what an allow now lets through',
  cure: 'put the deny back, or waive this with the reason why it is not needed',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, after }) =>
    comparison.access.gained.denies.map(({ actions, deny, witness, place }) =>
      found({
        subject: `${deny} for ${actions.join()}`,
        reason: `${few(actions, 3)} no longer denied on ${deny}${proof(witness)}`,
        // The deny stands in the old file, and annotations need a line of the new one.
        place: after?.sourced.placeOf(['policy_document'], true) ?? place,
      }),
    ),
}

/** ACC006: an entry with wildcards matches more than before. */
const wildcardGrowth: ChangeRule = {
  id: 'ACC006',
  name: 'wildcard-growth',
  severity: 'warning',
  title: 'a wildcard that matches more actions',
  why: 'it also matches every action that AWS adds later',
  cure: 'name the actions instead of matching them',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison }) =>
    comparison.access.gained.wildcards.map(({ pattern, matchesNow, newNow, place }) =>
      found({
        subject: pattern,
        reason: `${pattern} matches ${count(matchesNow, 'action')} today, ${
          newNow === matchesNow ? 'all' : newNow
        } of them new to the role, and those that AWS adds`,
        ...(newNow === 0 ? { severity: 'note' as const } : {}),
        place,
      }),
    ),
}

/** ACC007: AWS added actions that a role's wildcards match. */
const dataDrift: ChangeRule = {
  id: 'ACC007',
  name: 'data-drift',
  severity: 'note',
  title: 'new actions of AWS that an unchanged wildcard matches',
  why: 'a role grows without anybody changing it',
  cure: 'name the actions instead of matching them',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, after }) => {
    const hasWildcards = after?.allows.some(({ statement }) =>
      (statement.Action ?? ['*']).some((entry) => /[*?]/.test(entry)),
    )
    return comparison.kind === 'removed' || hasWildcards !== true
      ? []
      : [unseen('both sides are read with one table of actions; an older one is not at hand')]
  },
}

/** Of a list that changed the difference is enough, and of long ones the only thing that is seen. */
function conditionChangeText({ stricter, looser, difference }: ConditionChange): string {
  if (looser !== undefined && difference !== undefined) return `: ${difference}`
  return ` no longer only if ${stricter}${looser === undefined ? '' : `; now if ${looser}`}`
}

/** What shows it; of what could not be decided that it counts all the same. */
function proof(witness: Witness | undefined): string {
  if (witness === undefined) return '; it could not be decided for certain, and counts as if'
  return `; was denied, is allowed: ${witnessText(witness)}`
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}

/** Few actions by name, many by service. */
function actionsText(groups: readonly ActionGroup[]): string {
  const actions = groups.flatMap((group) => group.actions)
  if (actions.length <= 8 || groups.length === 1) return few(actions)
  const totals = new Map<string, number>()
  for (const { service, actions: some } of groups) {
    totals.set(service, (totals.get(service) ?? 0) + some.length)
  }
  return few([...totals].map(([service, total]) => `${service}:… (${total})`))
}

/** The first statement that names one of the actions. */
function firstPlace({ after }: RoleChange, actions: readonly string[]): Place {
  const statement = actions.slice(0, 3).flatMap((action) => after?.waysTo(action) ?? [])[0]?.source
  if (after === undefined) return { file: '', line: 1, column: 1 }
  return statement === undefined
    ? after.sourced.placeOf(['policy_document'], true)
    : after.placeOf(statement)
}

/** All rules that compare what a role may do. */
export const ACCESS_CHANGE_RULES: readonly ChangeRule[] = [
  newActions,
  removedActions,
  widerResources,
  conditionDropped,
  denyDropped,
  wildcardGrowth,
  dataDrift,
]
