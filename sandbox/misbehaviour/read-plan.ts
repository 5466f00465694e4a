import type { Lag, MisbehaviourPlan, StorePlan } from './plan.ts'
import { PROFILES } from './plan.ts'

/**
 * Reads `SEED` or `PROFILE:SEED`, e.g. `7` or `store:7`; the profile is `aws` when it is not named.
 *
 * @throws an Error that says what is wrong.
 */
export function planFromText(text: string): MisbehaviourPlan {
  const [, profile = 'aws', seed] = /^(?:([a-z]+):)?(\d{1,10})$/u.exec(text) ?? []
  if (seed === undefined) throw new Error(`expected a seed, or a profile and a seed as in store:7`)
  return { ...profileNamed(profile), seed: Number(seed) }
}

/**
 * Reads `{"profile", "seed", …}`: a profile, `aws` when absent, and figures instead of its own, by the names
 * of {@link MisbehaviourPlan}.
 *
 * @throws an Error that says what is wrong.
 */
export function planFromJson(text: string): MisbehaviourPlan {
  const { profile = 'aws', store = {}, ...own } = objectIn(JSON.parse(text), 'the plan')
  if (typeof profile !== 'string') throw new Error('the profile is not text')
  const base = profileNamed(profile)
  return {
    ...over<MisbehaviourPlan>(base, own, 'the plan'),
    store: over<StorePlan>(base.store, objectIn(store, 'store'), 'store'),
  }
}

function profileNamed(name: string): MisbehaviourPlan {
  const profile = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined
  if (profile !== undefined) return profile
  throw new Error(`there is no profile ${name}, but ${Object.keys(PROFILES).join(', ')}`)
}

/** The base with the values given instead, each of the kind that stands there. */
function over<T extends object>(base: T, own: Readonly<Record<string, unknown>>, where: string): T {
  const fields = { ...base }
  for (const [name, value] of Object.entries(own)) {
    const before: unknown = Object.hasOwn(base, name) ? Reflect.get(base, name) : undefined
    if (typeof before === 'object' && before !== null) {
      Reflect.set(fields, name, over<Lag>(before as Lag, objectIn(value, name), name))
    } else if (before !== undefined && typeof value === typeof before) {
      Reflect.set(fields, name, value)
    } else {
      throw new Error(`${where} has no ${name} that may be ${JSON.stringify(value)}`)
    }
  }
  return fields
}

function objectIn(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new Error(`${where} is not an object`)
}
