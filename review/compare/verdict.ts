import type { AccessDifference } from '../model/access-change.ts'
import type {
  FieldChange,
  ReviewVerdict,
  RoleComparison,
  Verdict,
  VerdictReason,
} from '../model/comparison.ts'
import type { ReviewedRole } from '../model/role-set.ts'

type Changes = Pick<RoleComparison, 'access' | 'trust' | 'lifetimes' | 'fields' | 'credentialType'>

interface BeforeAfter {
  readonly before: ReviewedRole | undefined
  readonly after: ReviewedRole | undefined
}

/** Says whether a role got wider or narrower, and by what. What could not be decided counts as wider. */
export function judgeDirection(
  sides: BeforeAfter,
  changes: Changes,
): Pick<RoleComparison, 'verdict' | 'wider' | 'narrower'> {
  const wider = reasons(sides, changes, 'wider')
  const narrower = reasons(sides, changes, 'narrower')
  return { verdict: verdictOf(wider, narrower), wider, narrower }
}

/** Whether a role is wider in one respect and narrower in another. */
export function isMixed({ wider, narrower }: Pick<RoleComparison, 'wider' | 'narrower'>): boolean {
  return wider.length > 0 && narrower.length > 0
}

/** The widest of several verdicts. What was not compared is never called the same, nor narrower. */
export function widest(verdicts: readonly Verdict[], notCompared: number): ReviewVerdict {
  if (verdicts.includes('wider')) return 'wider'
  if (notCompared > 0) return 'not compared'
  return verdicts.includes('narrower') ? 'narrower' : 'same access'
}

function verdictOf(wider: readonly VerdictReason[], narrower: readonly VerdictReason[]): Verdict {
  if (wider.length > 0) return 'wider'
  return narrower.length > 0 ? 'narrower' : 'same access'
}

type Direction = 'wider' | 'narrower'

function reasons(
  sides: BeforeAfter,
  changes: Changes,
  direction: Direction,
): readonly VerdictReason[] {
  const { before, after } = sides
  if (before === undefined) {
    return direction === 'wider' ? [{ aspect: 'existence', text: 'the role is new' }] : []
  }
  if (after === undefined) {
    return direction === 'narrower' ? [{ aspect: 'existence', text: 'the role is removed' }] : []
  }
  const isWider = direction === 'wider'
  const { access, trust } = changes
  const subjects = isWider ? trust.gained : trust.lost
  return [
    ...typeReasons(before, after, direction),
    ...accessReasons(isWider ? access.gained : access.lost, isWider),
    ...(subjects.length === 0
      ? []
      : [{ aspect: 'trust', text: subjectText(subjects.length, isWider) } as const]),
    ...fieldReasons([...changes.lifetimes, ...changes.fields], direction),
    ...(isWider ? laterReasons(after) : []),
  ]
}

const TEXTS_ONLY = ['name', 'description', 'owner', '$schema']

/** What nobody knows yet counts as wider. Rights are among those that `accessReasons` lists. */
function laterReasons({ knownLater, access }: ReviewedRole): readonly VerdictReason[] {
  const listed = access.unread.filter(({ effect }) => effect === 'adds').map(({ name }) => name)
  return knownLater
    .filter((field) => !TEXTS_ONLY.includes(field) && !listed.includes(field))
    .map((field) => ({ aspect: aspectOf(field), text: `${field} is known only later` }))
}

/** Rights that an AWS principal limited, and rights that stand for themselves. */
function typeReasons(
  before: ReviewedRole,
  after: ReviewedRole,
  direction: Direction,
): readonly VerdictReason[] {
  const [old, now] = [before.role.credential_type, after.role.credential_type]
  if (old === now) return []
  const [was, is] = [before.access.basis, after.access.basis]
  const isNarrower = was === 'granted' && is === 'limit' && !after.access.isUnlimited
  if (isNarrower !== (direction === 'narrower')) return []
  return [{ aspect: 'account', text: `it is now ${now} instead of ${old}` }]
}

function accessReasons(found: AccessDifference, isWider: boolean): readonly VerdictReason[] {
  const actions = found.actions.reduce((sum, group) => sum + group.actions.length, 0)
  const texts = [
    ...some(
      actions,
      isWider ? '# more action' : '# action less',
      isWider ? '# more actions' : '# actions less',
    ),
    ...some(
      found.reach.length,
      isWider ? 'it reaches further resources' : 'it reaches fewer resources',
    ),
    ...some(
      found.conditions.length,
      isWider ? 'a condition is gone or looser' : 'a condition is new or stricter',
    ),
    ...some(found.denies.length, isWider ? 'a deny is gone or narrower' : 'a deny is new or wider'),
    ...some(
      found.wildcards.filter(({ newNow }) => newNow === 0).length,
      isWider
        ? 'a wildcard takes in what AWS adds later'
        : 'a wildcard no longer takes in what AWS adds later',
    ),
    ...some(
      found.isUnlimited ? 1 : 0,
      isWider ? 'no session policy limits it any more' : 'a session policy limits it now',
    ),
    ...found.unread.map(({ kind, name }) => unreadText(kind, name, isWider)),
  ]
  return texts.map((text) => ({ aspect: 'access', text }))
}

function unreadText(kind: string, name: string, isWider: boolean): string {
  if (kind === 'known-later') return `${name} is known only later`
  const what = kind === 'group' ? `the group ${name}` : name
  return isWider ? `it has ${what} too` : `it no longer has ${what}`
}

function some(count: number, one: string, many = one): readonly string[] {
  return count === 0 ? [] : [(count === 1 ? one : many).replace('#', String(count))]
}

function subjectText(count: number, isWider: boolean): string {
  const who = count === 1 ? 'a subject' : `${count} subjects`
  return isWider ? `${who} may take it who could not` : `${who} may no longer take it`
}

function fieldReasons(
  changes: readonly FieldChange[],
  direction: Direction,
): readonly VerdictReason[] {
  return changes
    .filter((change) => change.direction === direction)
    .map(({ field, before, after }) => ({
      aspect: aspectOf(field),
      text: `${field} is ${after ?? 'not set'} instead of ${before ?? 'not set'}`,
    }))
}

function aspectOf(field: string): VerdictReason['aspect'] {
  if (field === 'permissions_boundary_arn') return 'boundary'
  if (field === 'role_arns') return 'account'
  if (field === 'subjects' || field === 'claims') return 'trust'
  return field.endsWith('_ttl') ? 'lifetime' : 'limits'
}
