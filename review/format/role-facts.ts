import type { AccessDifference, ActionGroup, Witness } from '../model/access-change.ts'
import type { FieldChange, RoleComparison } from '../model/comparison.ts'
import type { ReviewedRole } from '../model/role-set.ts'
import type { Subject } from '../../core/trust/subject.ts'

/** One thing before and after, in words. */
export interface FactRow {
  readonly what: string
  /** Empty for nothing. */
  readonly before: string
  readonly after: string
}

/** A list of what changed in one respect. */
export interface FactList {
  readonly title: string
  readonly items: readonly string[]
}

/** What changed about a role, in words that every format lays out in its own way. */
export interface RoleFacts {
  readonly rows: readonly FactRow[]
  readonly lists: readonly FactList[]
}

/** Puts what changed about a role into words. Texts of the role stand in them as they are, unescaped. */
export function roleFacts(comparison: RoleComparison): RoleFacts {
  const { access, credentialType } = comparison
  return {
    rows: [
      ...row('name', nameBefore(comparison), comparison.name),
      ...row('type', credentialType.before ?? '', credentialType.after ?? ''),
      ...who(comparison),
      ...comparison.lifetimes.map(fieldRow),
      ...comparison.fields.map(fieldRow),
    ],
    lists: [
      ...difference(access.gained, WORDS.gained),
      ...difference(access.lost, WORDS.lost),
      { title: 'not seen', items: access.notSeen },
    ].filter(({ items }) => items.length > 0),
  }
}

const WORDS = {
  gained: {
    now: 'now on',
    before: 'before',
    only: 'no longer only if',
    instead: 'now if',
    matched: 'new',
    actions: 'gains',
    reach: 'reaches further',
    conditions: 'condition dropped or looser',
    denies: 'deny dropped or narrower',
    wildcards: 'wildcard matches more',
    unread: 'policy added, not read',
    unlimited: 'is limited by no session policy',
  },
  lost: {
    now: 'no longer on',
    before: 'now on',
    only: 'now only if',
    instead: 'before if',
    matched: 'gone',
    actions: 'loses',
    reach: 'reaches less far',
    conditions: 'condition added or stricter',
    denies: 'deny added or wider',
    wildcards: 'wildcard matches less',
    unread: 'policy removed, not read',
    unlimited: 'was limited by no session policy',
  },
} as const

type Words = (typeof WORDS)['gained'] | (typeof WORDS)['lost']

function difference(access: AccessDifference, words: Words): readonly FactList[] {
  return [
    { title: words.actions, items: [...access.actions].sort(byLevel).map(groupText) },
    {
      title: words.reach,
      items: access.reach.map(
        ({ actions, resources, instead, witness }) =>
          `${some(actions)} ${words.now} ${some(resources)}; ${words.before} ${some(instead)}${doubt(witness)}`,
      ),
    },
    {
      title: words.conditions,
      items: access.conditions.map(({ actions, stricter, looser, difference, witness }) =>
        looser !== undefined && difference !== undefined && words === WORDS.gained
          ? `${some(actions)}: ${difference}${doubt(witness)}`
          : `${some(actions)} ${words.only} ${stricter}${looser === undefined ? '' : `; ${words.instead} ${looser}`}${doubt(witness)}`,
      ),
    },
    {
      title: words.denies,
      items: access.denies.map(
        ({ actions, deny, witness }) => `${some(actions)} on ${deny}${doubt(witness)}`,
      ),
    },
    {
      title: words.wildcards,
      items: access.wildcards.map(
        ({ pattern, matchesNow, newNow }) =>
          `${pattern}: ${matchesNow} actions, ${newNow} ${words.matched}`,
      ),
    },
    { title: words.unread, items: access.unread.map(({ kind, name }) => `${kind} ${name}`) },
    { title: words.unlimited, items: access.isUnlimited ? ['as far as the principal may'] : [] },
  ]
}

const ACTIONS_SHOWN = 6

const LEVELS: readonly ActionGroup['level'][] = [
  'Permissions management',
  'Write',
  'unknown',
  'Tagging',
  'Read',
  'List',
]

/** What weighs most comes first. */
function byLevel(a: ActionGroup, b: ActionGroup): number {
  return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)
}

/** The service stands in the names of its actions. */
function groupText({ level, actions }: ActionGroup): string {
  return `${actions.length} ${level.toLowerCase()}: ${some(actions, ACTIONS_SHOWN)}`
}

function some(texts: readonly string[], shown = 4): string {
  const rest = texts.length - shown
  const first = texts.slice(0, shown).join(', ')
  return rest > 0 ? `${first} and ${rest} more` : first
}

function doubt(witness: Witness | undefined): string {
  return witness === undefined ? ' (not certain)' : ''
}

function nameBefore({ kind, before, name }: RoleComparison): string {
  return kind === 'renamed' ? (before?.role.name ?? '') : name
}

function who({ trust, before, after }: RoleComparison): readonly FactRow[] {
  const listed = (role: ReviewedRole | undefined, subjects: readonly Subject[]) =>
    role === undefined || subjects.length > 0
      ? subjects.map(({ subject }) => subject).join(', ')
      : 'every job'
  return trust.gained.length + trust.lost.length === 0
    ? []
    : row('who', listed(before, trust.before), listed(after, trust.after))
}

function fieldRow({ field, before = '', after = '' }: FieldChange): FactRow {
  return { what: field, before, after }
}

function row(what: string, before: string, after: string): readonly FactRow[] {
  return before === after ? [] : [{ what, before, after }]
}
