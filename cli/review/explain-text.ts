import { formatDuration } from '../../core/language/duration.ts'
import { type CredentialType, ttlLimits } from '../../core/role/role.ts'
import { namesNobody, STRANGER_EVENTS, strangersIn } from '../../core/trust/stranger-events.ts'
import { logText } from '../../review/format/plain-text.ts'
import type { ActionGroup } from '../../review/model/access-change.ts'
import type { ReviewedRole } from '../../review/model/role-set.ts'
import { wrap } from '../printing/plain-text.ts'
import type { Style } from '../printing/style.ts'
import { facts, table as tableOf } from '../printing/table.ts'
import {
  actionWords,
  conditionWords,
  resourceWords,
  statementPlace,
  unreadWords,
} from './statement-words.ts'
import { subjectWords } from './subject-words.ts'

/** How the text looks. */
export interface TextLayout {
  readonly style: Style
  readonly width: number | undefined
}

const TYPES: Readonly<Record<CredentialType, string>> = {
  iam_user: 'a user of its own for every lease, deleted at its end',
  assumed_role: 'a session of an AWS role',
  federation_token: 'a session of the issuing user, narrowed by policies',
  session_token: 'a session of the issuing user, with all its rights',
}

/** What a role may do, for a terminal: who, how long, what, statement by statement, and what is not known. */
export function explainText(
  reviewed: ReviewedRole,
  groups: readonly ActionGroup[],
  look: TextLayout & { readonly date: string },
): string {
  const { role, access } = reviewed
  const unread = access.unread.map((policy) => `  - ${wrap(unreadWords(policy), 4, look.width)}\n`)
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['for', role.description],
    ['owner', role.owner],
    ['who', whoOf(reviewed)],
    ['claims', claimsOf(reviewed)],
    ['events', eventsOf(reviewed)],
    ['how long', lifetimeOf(reviewed)],
    ['as', role.credential_type === 'assumed_role' ? role.role_arns.join(', ') : undefined],
    ['boundary', boundaryOf(reviewed)],
  ]
  return [
    `${look.style('bold', role.name)}: ${TYPES[role.credential_type]}\n`,
    facts(
      pairs.map(([name, text]) => [name, text && logText(text, 2000)] as const),
      look.style,
    ),
    `${wrap(mayWords(reviewed, groups), 0, look.width)}\n`,
    ...(groups.length === 0 ? [] : [groupTable(groups, look)]),
    ...(access.isUnlimited || access.statements.length === 0
      ? []
      : [statementTable(reviewed, look)]),
    ...(unread.length === 0 ? [] : [`not known here:\n${unread.join('')}`]),
    `actions of AWS as of ${look.date}\n`,
  ].join('\n')
}

function whoOf({ role }: ReviewedRole): string {
  const { subjects = [] } = role
  return subjects.length === 0
    ? 'whoever can run daypass with the rights for it: no subjects are named'
    : subjects.map(subjectWords).join('; ')
}

function claimsOf({ role }: ReviewedRole): string | undefined {
  const wanted = Object.entries(role.claims ?? {})
  const texts = wanted.map(([claim, values]) => `${claim} ${values.join(' or ')}`)
  return texts.length === 0 ? undefined : texts.join('; ')
}

function eventsOf({ role }: ReviewedRole): string | undefined {
  if (namesNobody(role)) return undefined
  const strangers = strangersIn(role)
  return strangers.length === 0
    ? `none that strangers set off under the subject of the default branch: ${STRANGER_EVENTS.join(', ')}`
    : `${strangers.join(', ')} too, which strangers set off under the subject of the default branch`
}

function lifetimeOf({ role }: ReviewedRole): string {
  const limits = ttlLimits(role)
  const [usual, longest] = [formatDuration(limits.default), formatDuration(limits.max)]
  const most = usual === longest ? usual : `${usual}, ${longest} at most`
  const renewal = role.credential_type === 'iam_user' ? 'can be renewed up to that' : 'no renewal'
  const end =
    role.expires_at === undefined ? '' : `; the role ends ${role.expires_at.toISOString()}`
  const many = role.max_leases === undefined ? '' : `; ${role.max_leases} leases at once at most`
  return `${most}; ${renewal}${many}${end}`
}

function boundaryOf({ role }: ReviewedRole): string | undefined {
  if (role.credential_type !== 'iam_user') return undefined
  return role.permissions_boundary_arn ?? 'none'
}

/** The sentence above the tables. */
function mayWords({ role, access }: ReviewedRole, groups: readonly ActionGroup[]): string {
  const behind =
    role.credential_type === 'assumed_role'
      ? logText(role.role_arns.join(' or '))
      : 'the issuing user'
  if (access.isUnlimited) return `It may do all that ${behind} may: no policy of its own limits it.`
  const actions = groups.reduce((sum, group) => sum + group.actions.length, 0)
  const services = new Set(groups.map(({ service }) => service)).size
  const count = `${actions} ${actions === 1 ? 'action' : 'actions'} of ${services} ${services === 1 ? 'service' : 'services'}`
  const isOpen = access.unread.some(({ effect }) => effect === 'adds')
  const more = isOpen ? ', and what is not known here' : ''
  return access.basis === 'limit'
    ? `Of what ${behind} may, it may do at most ${count}${more}:`
    : `It may do ${count}${more}:`
}

function groupTable(groups: readonly ActionGroup[], look: TextLayout): string {
  return tableOf(
    groups,
    [
      { title: 'SERVICE', text: ({ service }) => service },
      { title: 'LEVEL', text: ({ level }) => level.toLowerCase() },
      { title: 'COUNT', text: ({ actions }) => String(actions.length), align: 'right' },
      { title: 'ACTIONS', text: ({ actions, service }) => shortNames(actions, service) },
    ],
    look,
  )
}

const NAMES_SHOWN = 8

function shortNames(actions: readonly string[], service: string): string {
  const names = actions.map((action) =>
    action.startsWith(`${service}:`) ? action.slice(service.length + 1) : action,
  )
  const rest = names.length - NAMES_SHOWN
  return `${logText(names.slice(0, NAMES_SHOWN).join(', '))}${rest > 0 ? ` and ${rest} more` : ''}`
}

function statementTable(role: ReviewedRole, { style, width }: TextLayout): string {
  const fit = (text: string) => wrap(text, 8, width)
  return role.access.statements
    .map((source) => {
      const { statement } = source
      const condition = conditionWords(source)
      const verb = statement.Effect === 'Allow' ? 'allows' : 'denies'
      return [
        `${statementPlace(source, role)} ${style(verb === 'allows' ? 'green' : 'red', verb)}`,
        `  what  ${fit(actionWords(source))}`,
        `  on    ${fit(resourceWords(source))}`,
        ...(condition === '' ? [] : [`  if    ${fit(condition)}`]),
        '',
      ].join('\n')
    })
    .join('')
}
