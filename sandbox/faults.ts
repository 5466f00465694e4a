import type { ServiceName } from './wire/service.ts'

/** What a fault does to a request. */
export type FaultEffect =
  /** Answers this error; nothing takes effect. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly code: string
      readonly message?: string
    }
  /** Closes the connection; nothing takes effect. */
  | { readonly kind: 'drop-before' }
  /** Lets the request take effect and closes the connection instead of answering. */
  | { readonly kind: 'drop-after' }
  /** Waits, by the clock of the sandbox, before anything takes effect. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Tells who waits with {@link Faults.hang}, and does nothing until it is released; nothing at all if the client has gone by then. */
  | { readonly kind: 'hang-before' }
  /** The same, but it was on its way already: it takes effect when it is released, whether the client lives or not. */
  | { readonly kind: 'hang-late' }
  /** Closes the connection at once, so that the client asks again; takes effect when it is released. */
  | { readonly kind: 'drop-late' }
  /** Hangs after the request took effect and before it is answered. */
  | { readonly kind: 'hang-after' }

/** When a fault strikes, and what it does. */
export interface FaultRule {
  /** Any service when absent. */
  readonly service?: ServiceName
  /** As in the records: `CreateUser`, `PutObject`. Any when absent. */
  readonly action?: string
  /** Only the nth request that matches, counted from 1 since the rule was added. Every one when absent. */
  readonly nth?: number
  readonly effect: FaultEffect
}

/** A request that hangs. */
export interface Hanging {
  readonly service: ServiceName
  readonly action: string
  /** Resolves when whoever asked has gone. */
  readonly gone: Promise<void>
  /** Lets it go on. */
  release(): void
}

/** The faults of a sandbox. */
export interface Faults {
  /** Adds a rule; the answer removes it again. */
  add(rule: FaultRule): () => void
  /** Removes all rules and releases what hangs. */
  clear(): void
  /** Resolves with the next request that a hang rule catches, or one that it has caught already. */
  hang(): Promise<Hanging>
}

/** The part of {@link Faults} that the server uses. */
export interface FaultSource extends Faults {
  /** The effects that strike a request, in the order the rules were added. Counts it. */
  strike(service: ServiceName, action: string): readonly FaultEffect[]
  /** Hangs until it is released. */
  wait(service: ServiceName, action: string, gone: Promise<void>): Promise<void>
}

/** No faults yet. */
export function createFaults(): FaultSource {
  const rules = new Set<{ readonly rule: FaultRule; count: number }>()
  const caught: Hanging[] = []
  const waiters: ((hanging: Hanging) => void)[] = []
  const held = new Set<Hanging>()
  return {
    add: (rule) => {
      const entry = { rule, count: 0 }
      rules.add(entry)
      return () => {
        rules.delete(entry)
      }
    },
    clear: () => {
      rules.clear()
      caught.length = 0
      for (const hanging of [...held]) hanging.release()
    },
    hang: () =>
      new Promise((resolve) => {
        const hanging = caught.shift()
        if (hanging === undefined) waiters.push(resolve)
        else resolve(hanging)
      }),
    strike: (service, action) => {
      const effects: FaultEffect[] = []
      for (const entry of rules) {
        const { rule } = entry
        if ((rule.service ?? service) !== service || (rule.action ?? action) !== action) continue
        entry.count += 1
        if ((rule.nth ?? entry.count) === entry.count) effects.push(rule.effect)
      }
      return effects
    },
    wait: (service, action, gone) =>
      new Promise((resolve) => {
        const hanging: Hanging = {
          service,
          action,
          gone,
          release: () => {
            held.delete(hanging)
            resolve()
          },
        }
        held.add(hanging)
        const waiter = waiters.shift()
        if (waiter === undefined) caught.push(hanging)
        else waiter(hanging)
      }),
  }
}
