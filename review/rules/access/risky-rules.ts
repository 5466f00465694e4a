import type { Place } from '../../../core/place.ts'
import { scopeOf } from '../escalation/match-path.ts'
import type { RoleView } from '../role-view.ts'
import type { Way } from '../ways.ts'
import { type ChangeRule, few, found, type Observation, type RoleChange } from '../rule.ts'
import { givesRights } from './change-rules.ts'
import { BRINGS_CREDENTIALS, OUTLIVES_THE_LEASE, READS_SECRETS } from './risky-actions.ts'

const sensitiveRead: ChangeRule = {
  id: 'ACC012',
  name: 'sensitive-data-read',
  severity: 'warning',
  title: 'data or secrets of any name can be read',
  why: 'one lease is enough to carry all of it away',
  cure: 'name the buckets, secrets, parameters or keys',
  isWaivable: true,
  looksAt: 'change',
  check: (change) =>
    gained(change, READS_SECRETS, isWide, (names) => `may read everything with ${names}`),
}

const credentialsReturned: ChangeRule = {
  id: 'ACC013',
  name: 'credentials-returning-action',
  severity: 'warning',
  title: 'calls that hand out further credentials',
  why: 'these outlive the lease, and its revocation does not reach them',
  cure: 'leave them out, or limit them to resources of which that is meant',
  isWaivable: true,
  looksAt: 'change',
  check: (change) =>
    gained(
      change,
      BRINGS_CREDENTIALS,
      isAny,
      (names) => `may take further credentials with ${names}`,
    ),
}

const resourcePolicyWrite: ChangeRule = {
  id: 'ACC014',
  name: 'resource-policy-write',
  severity: 'error',
  title: 'rights on resources can be given to others',
  why: 'what is granted to an outsider survives the lease',
  cure: 'leave these actions out, or limit them to resources of which that is meant',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, after }) => {
    const groups = comparison.access.gained.actions.filter(
      ({ level }) => level === 'Permissions management',
    )
    const actions = groups.flatMap((group) => group.actions.filter(givesRights))
    if (after === undefined || actions.length === 0) return []
    return [
      found({
        subject: servicesOf(actions).join(),
        reason: `may give others rights on resources: ${few(actions)}`,
        place: placeOfAction(after, actions[0] ?? ''),
      }),
    ]
  },
}

const outlivingWrite: ChangeRule = {
  id: 'ACC015',
  name: 'lease-outliving-write',
  severity: 'warning',
  title: 'what is made stays after the lease',
  why: 'a key, a role or a function that was made with a lease still works when that has been revoked',
  cure: 'limit names and paths, and require a permissions boundary of what is made',
  isWaivable: true,
  looksAt: 'change',
  check: (change) =>
    gained(
      change,
      OUTLIVES_THE_LEASE,
      isAny,
      (names) => `may make what outlives the lease: ${names}`,
    ),
}

/** The rules about single actions that are worth a look. */
export const RISKY_ACCESS_RULES: readonly ChangeRule[] = [
  sensitiveRead,
  credentialsReturned,
  resourcePolicyWrite,
  outlivingWrite,
]

/** A finding for the listed actions that a role may newly do in such a way. */
function gained(
  { before, after }: RoleChange,
  actions: readonly string[],
  counts: (way: Way) => boolean,
  describe: (names: string) => string,
): readonly Observation[] {
  if (after === undefined) return []
  const may = (role: RoleView | undefined, action: string) =>
    role?.waysTo(action).some(counts) === true
  const fresh = actions.filter((action) => may(after, action) && !may(before, action))
  if (fresh.length === 0) return []
  return [
    found({
      subject: servicesOf(fresh).join(),
      reason: describe(few(fresh)),
      place: placeOfAction(after, fresh[0] ?? ''),
    }),
  ]
}

function servicesOf(actions: readonly string[]): readonly string[] {
  return [...new Set(actions.map((action) => action.split(':', 1)[0] ?? ''))].sort()
}

function isAny(): boolean {
  return true
}

function isWide({ reach }: Way): boolean {
  return scopeOf(reach) === 'all'
}

function placeOfAction(role: RoleView, action: string): Place {
  const source = role.waysTo(action)[0]?.source
  return source === undefined ? role.sourced.placeOf([]) : role.placeOf(source)
}
