import type { ChangeTiming, Sight } from '../world/timing.ts'
import type { World } from '../world/world.ts'
import { draw } from './draw.ts'
import { lagMaxMs, lagMs } from './lag.ts'
import type { Lag, MisbehaviourPlan } from './plan.ts'
import { shownWorld } from './shown-world.ts'
import { type StoreMisbehaviour, createStoreMisbehaviour } from './store.ts'
import { type Strikes, createStrikes } from './strikes.ts'

/** How a sandbox misbehaves. Behaves well until it is given a plan. */
export interface Misbehaviour {
  /** From now on; undefined for well behaved. What was changed before keeps the times it was given. */
  readonly follow: (plan: MisbehaviourPlan | undefined) => void
  /** The plan that it follows. */
  readonly plan: () => MisbehaviourPlan | undefined
  /** What strikes a request before and after it is performed. */
  readonly strike: Strikes['strike']
  /** When a change takes hold, and when everybody is shown it. */
  readonly ofChange: () => ChangeTiming
  /** The world as the host of IAM that a request meets knows it; undefined when it knows everything. */
  readonly shownTo: (world: World, caller: string) => World | undefined
  /** What S3 does that it should not. */
  readonly store: StoreMisbehaviour
}

/** IAM answers from so many hosts, each as late as it is. */
const HOSTS = 3

/** Well behaved, but for what `propagationSeconds` says. */
export function createMisbehaviour(now: () => Date, propagationSeconds: number): Misbehaviour {
  let plan: MisbehaviourPlan | undefined
  let changes = 0
  let requests = 0
  const callers = new Map<string, number>()
  const strikes = createStrikes(now)
  const store = createStoreMisbehaviour(now)

  /** Of one change, for one caller at one host; everything in the order in which it first came. */
  const sightOf = (lag: Lag, seed: number, caller: string): Sight => {
    const host = Math.floor(draw(seed, requests++) * HOSTS)
    const number = callers.get(caller) ?? callers.size
    callers.set(caller, number)
    const time = now().getTime()
    return (change) => change.at + lagMs(lag, seed, [change.number, number, host]) <= time
  }

  return {
    follow: (next) => {
      plan = next
      strikes.follow(next)
      store.follow(next)
    },
    plan: () => plan,
    strike: strikes.strike,
    ofChange: () => {
      const number = changes++
      if (plan === undefined) return { number, takesHoldMs: propagationSeconds * 1000, shownMs: 0 }
      const takesHoldMs = lagMs(plan.effects, plan.seed, [number])
      return { number, takesHoldMs, shownMs: lagMaxMs(plan.answers) }
    },
    shownTo: (world, caller) =>
      plan === undefined || plan.answers.percent === 0
        ? undefined
        : shownWorld(world, sightOf(plan.answers, plan.seed, caller)),
    store,
  }
}
