import type { FaultEffect } from '../faults.ts'
import type { WantedAction } from '../identify.ts'
import { draw } from './draw.ts'
import { lagMs } from './lag.ts'
import type { MisbehaviourPlan } from './plan.ts'

/** What befalls single requests. */
export interface Strikes {
  readonly follow: (plan: MisbehaviourPlan | undefined) => void
  /** The effects that strike the next request. */
  readonly strike: (
    wanted: WantedAction,
    headers: Readonly<Record<string, string>>,
  ) => readonly FaultEffect[]
}

/** Two changes of one entity within so many milliseconds may collide. */
const COLLISION_MS = 2000

/** None yet. */
export function createStrikes(now: () => Date): Strikes {
  let plan: MisbehaviourPlan | undefined
  let requests = 0
  const changedAt = new Map<string, number>()

  const collides = (entity: string): boolean => {
    const time = now().getTime()
    const before = changedAt.get(entity) ?? Number.NEGATIVE_INFINITY
    changedAt.set(entity, time)
    return time - before < COLLISION_MS
  }

  const strikeBy = (
    { seed, store, ...rates }: MisbehaviourPlan,
    wanted: WantedAction,
    headers: Readonly<Record<string, string>>,
  ): FaultEffect[] => {
    const request = requests++
    const happens = (what: number, percent: number) => draw(seed, request, what) * 100 < percent
    const effects: FaultEffect[] = []
    const { service, action } = wanted
    const late = isChange(wanted) ? lagMs(rates.requests, seed, [request, 10]) : 0
    if (late > 0) effects.push({ kind: 'delay', milliseconds: late })
    if (happens(20, rates.throttlePercent)) effects.push(THROTTLES[service])
    const collided = service === 'iam' && isChange(wanted) && collides(entityOf(wanted.fields))
    if (collided && happens(30, rates.concurrentModificationPercent)) effects.push(COLLISION)
    if (action === 'DeleteObjects' && store.refusesMultiDelete) effects.push(NOT_IMPLEMENTED)
    const isFirst = action === 'PutObject' && headers['if-none-match'] !== undefined
    const lost = isFirst && happens(40, store.lostFirstReplyPercent)
    if (lost || happens(50, rates.lostReplyPercent)) effects.push({ kind: 'drop-after' })
    return effects
  }

  return {
    follow: (next) => {
      plan = next
    },
    strike: (wanted, headers) => (plan === undefined ? [] : strikeBy(plan, wanted, headers)),
  }
}

/** Whether a request changes anything, or makes a session. */
function isChange({ service, action }: WantedAction): boolean {
  if (service === 'sts') return !/^GetCallerIdentity$|^GetAccessKeyInfo$/u.test(action)
  return !/^(?:Get|List|Head|Simulate)/u.test(action)
}

const ENTITIES = ['UserName', 'RoleName', 'GroupName', 'PolicyArn', 'PolicyName']

/** The entity that a request of IAM names first. */
function entityOf(fields: readonly (readonly [string, string])[]): string {
  for (const name of ENTITIES) {
    const field = fields.find(([key]) => key === name)
    if (field !== undefined) return `${name} ${field[1]}`
  }
  return ''
}

const THROTTLES: Readonly<Record<WantedAction['service'], FaultEffect>> = {
  iam: { kind: 'status', status: 400, code: 'Throttling', message: 'Rate exceeded' },
  sts: { kind: 'status', status: 400, code: 'Throttling', message: 'Rate exceeded' },
  s3: {
    kind: 'status',
    status: 503,
    code: 'SlowDown',
    message: 'Please reduce your request rate.',
  },
}

const COLLISION: FaultEffect = {
  kind: 'status',
  status: 409,
  code: 'ConcurrentModification',
  message:
    'The request was rejected because multiple requests to change this object were submitted simultaneously. Wait a few minutes and submit your request again.',
}

const NOT_IMPLEMENTED: FaultEffect = {
  kind: 'status',
  status: 501,
  code: 'NotImplemented',
  message: 'A header you provided implies functionality that is not implemented',
}
