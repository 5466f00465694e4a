import { type Clause, clauseText } from '../../access/clauses.ts'
import { containsReach, type Reach, reachText } from '../../access/reach.ts'
import type { RoleWays, Way } from '../ways.ts'
import { canHold, isLimiting, passingTo } from './clause-limits.ts'
import { actionsOfPath, type EscalationPath, type PathKind } from './paths.ts'

/** A path that a role completes. */
export interface PathMatch {
  readonly path: EscalationPath
  /** For each action the way that is limited least. */
  readonly ways: readonly Way[]
  /** What stands in the way, in words; empty for nothing. */
  readonly limits: readonly string[]
  /** By how many steps that lowers its weight. */
  readonly lowerBy: number
}

/** The path as a role completes it; undefined when it does not. */
export function matchPath(path: EscalationPath, role: RoleWays, now: Date): PathMatch | undefined {
  const services = path.kind === 'pass' ? path.passesTo : [undefined]
  return services
    .flatMap((service) => matchFor(path, role, { service, now }) ?? [])
    .reduce<PathMatch | undefined>(
      (best, next) => (best === undefined || next.lowerBy < best.lowerBy ? next : best),
      undefined,
    )
}

interface Circumstances {
  /** To whom a role is passed. */
  readonly service: string | undefined
  readonly now: Date
}

function matchFor(
  path: EscalationPath,
  role: RoleWays,
  circumstances: Circumstances,
): PathMatch | undefined {
  const found: Step[] = []
  for (const action of actionsOfPath(path)) {
    const ways = role.waysTo(action).filter((way) => isUsable(way, path.kind, circumstances))
    const step = leastLimited(ways.map((way) => ({ way, ...limitsOf(way, path, circumstances) })))
    if (step === undefined) return undefined
    found.push(step)
  }
  const all = found.flatMap(({ limits }) => limits)
  return {
    path,
    ways: found.map(({ way }) => way),
    limits: [...new Set(all.map(({ text }) => text))],
    lowerBy: most(all, 'scope') + most(all, 'service') + most(all, 'condition') + most(all, 'deny'),
  }
}

interface Limit {
  readonly kind: 'scope' | 'service' | 'condition' | 'deny'
  readonly text: string
  readonly steps: number
}

function most(limits: readonly Limit[], kind: Limit['kind']): number {
  return Math.max(0, ...limits.filter((limit) => limit.kind === kind).map(({ steps }) => steps))
}

interface Step {
  readonly way: Way
  readonly limits: readonly Limit[]
}

function leastLimited(steps: readonly Step[]): Step | undefined {
  const weight = ({ limits }: Step) => limits.reduce((sum, { steps }) => sum + steps, 0)
  return [...steps].sort((a, b) => weight(a) - weight(b))[0]
}

/** Calls that harm nobody when they are only allowed on one's own user: one's own keys and password. */
const HARMLESS_ON_SELF = [
  'iam:CreateAccessKey',
  'iam:DeleteAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
]

/** AWS's own policies cannot be changed. */
const CHANGES_A_POLICY = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion']

function isUsable(way: Way, kind: PathKind, { service, now }: Circumstances): boolean {
  const { action, reach, clauses } = way
  if (!clauses.every((clause) => canHold(clause, now))) return false
  if (HARMLESS_ON_SELF.includes(action) && isOwnUser(way)) return false
  if (CHANGES_A_POLICY.includes(action) && /^arn:[^:]*:iam::aws:/.test(resourceOf(reach)))
    return false
  if (kind !== 'pass' || action !== 'iam:PassRole' || service === undefined) return true
  if (passingTo(service, clauses) === 'forbidden') return false
  return !way.denies.some((deny) => {
    const isAbout = deny.clauses.every(({ key }) => key === 'iam:passedtoservice')
    const isMet = passingTo(service, deny.clauses) !== 'forbidden'
    return isAbout && isMet && containsReach(deny.reach, reach)
  })
}

function isOwnUser({ reach, source }: Way): boolean {
  return source.hasVariables && /:user\/(.*\/)?\$\{aws:username\}$/i.test(resourceOf(reach))
}

function resourceOf(reach: Reach): string {
  return reach.kind === 'entry' ? reach.resource : '*'
}

function limitsOf(
  way: Way,
  { kind }: EscalationPath,
  { service }: Circumstances,
): { readonly limits: readonly Limit[] } {
  const limits: Limit[] = []
  const isTarget = kind !== 'pass' || way.action === 'iam:PassRole'
  const steps = isTarget ? SCOPE_STEPS[kind][scopeOf(way.reach)] : 0
  if (steps > 0) limits.push({ kind: 'scope', text: `only on ${reachText(way.reach)}`, steps })
  if (isTarget && service !== undefined && passingTo(service, way.clauses) === 'only-to-some') {
    limits.push({
      kind: 'service',
      text: `passed only to some services, ${service} among them`,
      steps: 1,
    })
  }
  const hindering: readonly Clause[] = way.clauses.filter(isLimiting)
  if (hindering.length > 0) {
    limits.push({ kind: 'condition', text: `only if ${clauseText(hindering)}`, steps: 1 })
  }
  const isDeniedInPart = way.denies.some(({ clauses }) =>
    clauses.every(({ key }) => key !== 'iam:passedtoservice'),
  )
  if (isDeniedInPart)
    limits.push({ kind: 'deny', text: 'a deny takes a part of it away', steps: 1 })
  return { limits }
}

/** How much of what there is a way reaches. */
export type Scope = 'all' | 'many' | 'one'

/** Whoever may act on one named thing is meant to; on a pattern of them, less surely. */
const SCOPE_STEPS: Readonly<Record<PathKind, Readonly<Record<Scope, number>>>> = {
  self: { all: 0, many: 0, one: 1 },
  principal: { all: 0, many: 0, one: 1 },
  pass: { all: 0, many: 1, one: 1 },
  compute: { all: 0, many: 1, one: 2 },
}

/** Services whose ARNs hold the name alone, without a kind before it. */
const NAMED_BARE = ['s3', 'sns', 'sqs', 'dynamodb-stream', 'execute-api']

/** Whether a reach is everything of a kind, a pattern of names, or one name. */
export function scopeOf(reach: Reach): Scope {
  if (reach.kind === 'all-but' || reach.resource === '*') return 'all'
  const [, , service = '', , , ...rest] = reach.resource.split(':')
  // `:*` after a name stands for versions, streams and the like of that one thing.
  const name = rest.join(':').replace(/(?<=[/:][^/:*]+):\*$/, '')
  const own = NAMED_BARE.includes(service) ? name : name.replace(/^[\w-]*[/:]/, '')
  if (/^[*?/:]*$/.test(own)) return 'all'
  return /[*?]|\$\{/.test(name) ? 'many' : 'one'
}
