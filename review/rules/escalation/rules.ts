import { isLimiting } from './clause-limits.ts'
import { defined } from '../../../core/language/defined.ts'
import { clauseText } from '../../access/clauses.ts'
import type { Place } from '../../../core/place.ts'
import { reachText } from '../../access/reach.ts'
import type { RoleView } from '../role-view.ts'
import type { Way } from '../ways.ts'
import {
  type ChangeRule,
  few,
  found,
  type Observation,
  type Rule,
  type StateRule,
  unseen,
} from '../rule.ts'
import type { FoundPath } from './find-paths.ts'
import { scopeOf } from './match-path.ts'
import { actionsOfPath } from './paths.ts'

/** More than this is one finding: whoever may do nearly everything needs no list. */
const SINGLE_PATHS_MAX = 12
const ASSUME = 'sts-001'

const gainedPath: ChangeRule = {
  id: 'ESC001',
  name: 'privilege-escalation-gained',
  severity: 'error',
  title: 'a way to more rights that was not there before',
  why: 'whoever takes the role can give itself, or take from others, more than the role says',
  cure: 'take one of the actions out, or limit it to named resources and, for iam:PassRole, by iam:PassedToService',
  docs: 'https://pathfinding.cloud',
  isWaivable: true,
  looksAt: 'change',
  check: ({ before, after }) => {
    if (after === undefined) return []
    const old = before?.paths() ?? []
    return reportPaths(
      after,
      ownPaths(after.paths()).filter((path) => !isKnown(path, old)),
    )
  },
}

const presentPath: ChangeRule = {
  id: 'ESC002',
  name: 'privilege-escalation-present',
  severity: 'warning',
  title: 'a way to more rights that was there before',
  why: gainedPath.why,
  cure: gainedPath.cure,
  docs: 'https://pathfinding.cloud',
  isWaivable: true,
  looksAt: 'change',
  check: ({ before, after }) => {
    if (after === undefined || before === undefined) return []
    const old = before.paths()
    const present = ownPaths(after.paths()).filter((path) => isKnown(path, old))
    return reportPaths(after, present).map((one) => ({ ...one, isNew: false }))
  },
}

const passRole: StateRule = {
  id: 'ESC003',
  name: 'passrole-unscoped',
  severity: 'error',
  title: 'any role can be handed to a service, or a role to any service',
  why: 'the service then acts with that role, for whoever can use the service',
  cure: 'name the role in Resource, and the service in a condition on iam:PassedToService',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  isWaivable: true,
  looksAt: 'role',
  check: (role) =>
    role.waysTo('iam:PassRole').flatMap((way) => {
      const isAnyRole = scopeOf(way.reach) === 'all'
      const isAnyService = ![...way.clauses, ...way.denies.flatMap(({ clauses }) => clauses)].some(
        ({ key }) => key === 'iam:passedtoservice',
      )
      if (!isAnyRole && !isAnyService) return []
      const what = isAnyRole ? 'every role' : reachText(way.reach)
      return [
        found({
          subject: `${reachText(way.reach)} ${isAnyService ? 'to any service' : ''}`,
          reason: `may pass ${what} to ${isAnyService ? 'any service' : 'some services'}`,
          // To any service means through anything that somebody can start; to some, one of the two limits is there.
          lowerBy: isAnyService ? conditional(way) : hindrance(role, way) + 1,
          place: role.placeOf(way.source),
          granted: way.source,
        }),
      ]
    }),
}

const assumeRole: StateRule = {
  id: 'ESC004',
  name: 'assume-role-unscoped',
  severity: 'error',
  title: 'roles of any name can be assumed',
  why: 'a session of another role leaves the lease, its limits and its revocation behind',
  cure: 'name the roles in Resource',
  docs: 'https://pathfinding.cloud/paths/sts-001',
  isWaivable: true,
  looksAt: 'role',
  check: (role) =>
    role.waysTo('sts:AssumeRole').flatMap((way) => {
      const scope = scopeOf(way.reach)
      if (scope === 'one') return []
      return [
        found({
          subject: reachText(way.reach),
          reason: `may assume ${scope === 'all' ? 'every role' : 'roles that match'} ${reachText(way.reach)}`,
          lowerBy: hindrance(role, way) + (scope === 'all' ? 0 : 1),
          place: role.placeOf(way.source),
          granted: way.source,
        }),
      ]
    }),
}

const boundaryTampering: StateRule = {
  id: 'ESC005',
  name: 'boundary-tampering',
  severity: 'error',
  title: 'permissions boundaries can be changed or removed',
  why: 'a boundary that its bearer can take off bounds nothing',
  cure: 'leave these actions out, or deny them',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  isWaivable: true,
  looksAt: 'role',
  check: (role) => {
    const paths = role.paths().filter(({ path }) => isBoundary(path.id))
    const [first] = [...paths].sort((a, b) => a.lowerBy - b.lowerBy)
    if (first === undefined) return []
    const actions = paths.flatMap(({ path }) => path.actions)
    const observed = observe(role, first, `may do ${few(actions)}`)
    const granted = first.ways[0]?.source
    return [{ ...observed, subject: actions.join(), ...defined({ granted }) }]
  },
}

/** Calls that blind the audit trail. */
const BLINDS = [
  'cloudtrail:StopLogging',
  'cloudtrail:DeleteTrail',
  'cloudtrail:UpdateTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:DeleteEventDataStore',
  'config:StopConfigurationRecorder',
  'config:DeleteConfigurationRecorder',
  'guardduty:DeleteDetector',
]

const ownState: StateRule = {
  id: 'ESC006',
  name: 'self-service-state',
  severity: 'error',
  title: "daypass's own state, or the audit trail, is within reach",
  why: 'whoever writes leases or stops the trail decides what is revoked and what is seen',
  cure: "deny the role daypass's bucket, key and roles, and the trail",
  isWaivable: true,
  looksAt: 'role',
  check: (role, { guardrail }) => {
    const blinded = BLINDS.filter((action) => role.waysTo(action).length > 0)
    const way = role.waysTo(blinded[0] ?? '')[0]
    const trail =
      way === undefined
        ? []
        : [
            found({
              subject: 'audit trail',
              reason: `may blind the audit trail: ${few(blinded, 3)}`,
              lowerBy: hindrance(role, way),
              place: role.placeOf(way.source),
              granted: way.source,
            }),
          ]
    const protectedResources = guardrail?.protectedResources ?? []
    if (protectedResources.length > 0) return [...trail, ...reached(role, protectedResources)]
    const why = 'no guardrail file names protected_resources, such as the bucket of the leases'
    return role.allows.length === 0 ? trail : [...trail, unseen(why)]
  },
}

/** The rules about ways to more rights. */
export const ESCALATION_RULES: readonly Rule[] = [
  gainedPath,
  presentPath,
  passRole,
  assumeRole,
  boundaryTampering,
  ownState,
]

function isBoundary(id: string): boolean {
  return id.endsWith('-boundary')
}

/** What ESC004 and ESC005 report is not reported twice. */
function ownPaths(paths: readonly FoundPath[]): readonly FoundPath[] {
  return paths.filter(({ path }) => path.id !== ASSUME && !isBoundary(path.id))
}

/** Whether the path was complete before, limited no more than now. */
function isKnown({ path, lowerBy }: FoundPath, old: readonly FoundPath[]): boolean {
  return old.some(
    (one) => (one.path.id === path.id || one.withIt.includes(path.id)) && one.lowerBy <= lowerBy,
  )
}

function reportPaths(role: RoleView, paths: readonly FoundPath[]): readonly Observation[] {
  if (paths.length <= SINGLE_PATHS_MAX) {
    return paths.map((path) =>
      observe(role, path, `completes ${path.path.id}: ${actionsText(path)}`),
    )
  }
  const ids = [...new Set(paths.flatMap(({ path, withIt }) => [path.id, ...withIt]))].sort()
  const [first] = [...paths].sort((a, b) => a.lowerBy - b.lowerBy)
  if (first === undefined) return []
  const reason = `completes ${ids.length} ways to more rights: ${few(ids, 5)}`
  return [{ ...observe(role, first, reason), subject: 'many paths', reason }]
}

function observe(role: RoleView, match: FoundPath, text: string): Observation {
  const { path, withIt, limits, ways } = match
  const more = withIt.length === 0 ? '' : ` (and with it ${few(withIt, 4)})`
  const all = role.sourced.access.basis === 'limit' ? [...limits, AT_MOST] : limits
  const limited = all.map((limit) => `; ${limit}`).join('')
  return found({
    subject: path.id,
    reason: `${text}${more}${limited}`,
    lowerBy: match.lowerBy,
    place: lastPlace(role, ways),
  })
}

/** A session's policies only say what is left of somebody's rights. */
const AT_MOST = 'as far as the principal behind the session may'

function actionsText({ path }: FoundPath): string {
  return actionsOfPath(path).join(' + ')
}

/** The statement that stands last completes the path. */
function lastPlace(role: RoleView, ways: readonly Way[]): Place {
  const places = ways.map(({ source }) => role.placeOf(source))
  return places.reduce((last, place) => (place.line > last.line ? place : last))
}

function hindrance(role: RoleView, way: Way): number {
  return conditional(way) + (role.sourced.access.basis === 'limit' ? 1 : 0)
}

function conditional({ clauses, denies }: Way): number {
  return clauses.some(isLimiting) || denies.length > 0 ? 1 : 0
}

/** Writes on resources that no role should reach. */
function reached(role: RoleView, resources: readonly string[]): readonly Observation[] {
  return role.reaching(resources).map(({ action, way, resource }) => {
    const condition = clauseText(way.clauses)
    return found({
      subject: `${resource} by ${action.service}`,
      reason: `reaches ${resource}: ${action.name} on ${reachText(way.reach)}${
        condition === '' ? '' : `, only if ${condition}`
      }`,
      lowerBy: hindrance(role, way),
      place: role.placeOf(way.source),
      granted: way.source,
    })
  })
}
