import { closest } from '../../../core/language/closest.ts'
import { sizeOf } from '../../actions/action-set.ts'
import type { ActionTable } from '../../actions/action-table.ts'
import type { SourcedStatement } from '../../model/role-access.ts'
import type { RoleView } from '../role-view.ts'
import { found, type Observation, type StateRule } from '../rule.ts'

const ACTIONS_DOCS =
  'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html'

interface Entry {
  readonly text: string
  readonly service: string
  readonly name: string
  readonly observe: (reason: string, more?: Partial<Observation>) => Observation
}

const unknownAction: StateRule = {
  id: 'VAL001',
  name: 'unknown-action',
  severity: 'error',
  title: 'an action that AWS does not have',
  why: 'an allow of it allows nothing, and a deny of it denies nothing',
  cure: "write the action's name as AWS documents it",
  docs: ACTIONS_DOCS,
  isWaivable: true,
  looksAt: 'role',
  check: (role, { table }) =>
    entriesOf(role).flatMap(({ text, service, name, observe }) => {
      const actions = table.actionsOf(service)
      if (actions.length === 0 || /[*?]/.test(text) || table.find(text) !== undefined) return []
      const names = actions.map((action) => action.name.slice(action.service.length + 1))
      const meant = closest(name, names)
      if (meant !== undefined) {
        const right = `${service.toLowerCase()}:${meant}`
        return [
          observe(`${text} does not exist: did you mean ${right}?`, { cure: `write ${right}` }),
        ]
      }
      // It may be newer than the table.
      const reason = `${text} is not among the actions of ${table.date}`
      return [observe(reason, { severity: 'warning' })]
    }),
}

const unknownService: StateRule = {
  id: 'VAL002',
  name: 'unknown-service',
  severity: 'error',
  title: 'a service that AWS does not have',
  why: 'an allow of its actions allows nothing, and a deny of them denies nothing',
  cure: "write the service's prefix as AWS documents it",
  docs: ACTIONS_DOCS,
  isWaivable: true,
  looksAt: 'role',
  check: (role, { table }) =>
    entriesOf(role).flatMap(({ text, service, observe }) => {
      if (/[*?]/.test(service) || table.actionsOf(service).length > 0) return []
      const meant = closestService(service, table)
      const cure = meant === undefined ? '' : `: did you mean ${meant}?`
      const severity = meant === undefined ? { severity: 'warning' as const } : {}
      return [
        observe(
          `${service} in ${text} is no service of AWS in the list of ${table.date}${cure}`,
          severity,
        ),
      ]
    }),
}

const matchesNothing: StateRule = {
  id: 'VAL003',
  name: 'pattern-matches-nothing',
  severity: 'warning',
  title: 'a pattern that no action fits',
  why: 'it says nothing today, and may say something tomorrow',
  cure: 'write a pattern or a name that AWS has',
  docs: ACTIONS_DOCS,
  isWaivable: true,
  looksAt: 'role',
  check: (role, { table }) =>
    entriesOf(role).flatMap(({ text, service, observe }) => {
      if (!/[*?]/.test(text) || sizeOf(table.matching(text)) > 0) return []
      const isKnown = /[*?]/.test(service) || table.actionsOf(service).length > 0
      return isKnown ? [observe(`${text} matches no action`)] : []
    }),
}

/** The rules about names of actions. */
export const ACTION_VALIDITY_RULES: readonly StateRule[] = [
  unknownAction,
  unknownService,
  matchesNothing,
]

function entriesOf(role: RoleView): readonly Entry[] {
  return role.statements
    .filter(({ policy }) => policy === 'policy_document')
    .flatMap((source) => [
      ...ofElement(role, source, 'Action'),
      ...ofElement(role, source, 'NotAction'),
    ])
}

function ofElement(
  role: RoleView,
  source: SourcedStatement,
  element: 'Action' | 'NotAction',
): readonly Entry[] {
  return (source.statement[element] ?? []).flatMap((text, index) => {
    if (text === '*') return []
    const [service = '', name = ''] = text.split(':')
    const observe: Entry['observe'] = (reason, more = {}) =>
      found({ subject: text, reason, place: role.placeOf(source, element, index), ...more })
    return [{ text, service, name, observe }]
  })
}

/** `closest` leaves short words alone; a service such as `s4` is short. */
function closestService(service: string, table: ActionTable): string | undefined {
  const meant = closest(service, table.services)
  if (meant !== undefined || service.length > 3) return meant
  const near = table.services.filter(
    (other) => other.length === service.length && differences(other, service) === 1,
  )
  return near.length === 1 ? near[0] : undefined
}

function differences(a: string, b: string): number {
  return Array.from(a).filter((character, index) => character !== b[index]).length
}
