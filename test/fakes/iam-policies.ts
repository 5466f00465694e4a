import { DaypassError } from '../../core/errors.ts'
import type { DenyPolicies } from '../../core/revocation/ports.ts'
import type { Seeded } from '../simulation/seeded.ts'
import type { Timeline } from '../simulation/timeline.ts'

/** From when to when a policy was in force. */
interface Reign {
  readonly from: number
  to: number
}

/** How unkind IAM is. */
export interface IamWeather {
  /** Of a hundred writes so many hang for up to 40 s. */
  readonly hangPercent: number
  readonly throttlePercent: number
  /** Writes whose reply is lost; half of them took effect. */
  readonly lostPercent: number
  /** Changes that take up to five minutes to show, and not four seconds. */
  readonly latePercent: number
}

/** A fake of IAM's policy writes: slow, late, without conditions, and with a memory of what was in force when. */
export interface FakeIamPolicies {
  connect(isAlive: () => boolean): DenyPolicies
  /** Writes that IAM received: puts and attachments, and removals. */
  readonly counts: { puts: number; removals: number }
  /** Whether a session, by the end of its user id, is denied at a time. */
  denies(useridEnd: string, at: Date): boolean
  /** Policies in force at a time. */
  inForce(at: Date): readonly string[]
  /** What somebody else does to a policy, by the name that `inForce` has for it. */
  takeAway(name: string): void
}

export function fakeIamPolicies(
  time: Timeline,
  random: Seeded,
  weather: IamWeather,
): FakeIamPolicies {
  const reigns = new Map<string, Reign[]>()
  const byName = new Map<string, Reign[]>()
  const counts = { puts: 0, removals: 0 }
  const now = (): number => time.clock.now().getTime()

  /** Spreads over IAM in no order with other changes. */
  function apply(name: string, document: string | undefined): void {
    const at = now() + random.next() * (random.percent(weather.latePercent) ? 300_000 : 4000)
    const history = reigns.get(name) ?? []
    for (const reign of history) reign.to = Math.min(reign.to, Math.max(at, reign.from))
    reigns.set(name, history)
    if (document === undefined) return
    const reign = { from: at, to: Number.POSITIVE_INFINITY }
    history.push(reign)
    for (const [, denied = ''] of document.matchAll(/"\*([^"*]+)"/g)) {
      byName.set(denied, [...(byName.get(denied) ?? []), reign])
    }
  }

  function inForce(at: Date): readonly string[] {
    return [...reigns]
      .filter(([, history]) =>
        history.some((reign) => reign.from <= at.getTime() && at.getTime() < reign.to),
      )
      .map(([name]) => name)
  }

  async function write(
    isAlive: () => boolean,
    name: string,
    document: string | undefined,
  ): Promise<void> {
    await time.wait(75 + random.next() * 225)
    if (!isAlive()) throw new DaypassError('outcome-unknown', 'dead')
    if (random.percent(weather.throttlePercent))
      throw new DaypassError('aws-throttled', 'slow down')
    const lost = random.percent(weather.lostPercent)
    if (document === undefined) counts.removals++
    else counts.puts++
    if (random.percent(weather.hangPercent)) await time.wait(random.next() * 40_000)
    if (!lost || random.percent(50)) apply(name, document)
    await time.wait(75 + random.next() * 225)
    if (lost) throw new DaypassError('outcome-unknown', 'no answer')
  }

  return {
    counts,
    connect: (isAlive) => ({
      putInline: async (_target, name, document) => {
        await write(isAlive, `inline ${name}`, document)
      },
      attachManaged: async (_target, name, document) => {
        await write(isAlive, `managed ${name}`, document)
      },
      remove: async (_target, name, kind) => {
        await write(isAlive, `${kind} ${name}`, undefined)
      },
      names: (_target, kind) =>
        Promise.resolve(
          new Set(
            inForce(new Date(now())).flatMap((name) =>
              name.startsWith(`${kind} `) ? [name.slice(kind.length + 1)] : [],
            ),
          ),
        ),
      targetExists: () => Promise.resolve(true),
    }),
    denies: (useridEnd, at) =>
      (byName.get(useridEnd) ?? []).some(
        (reign) => reign.from <= at.getTime() && at.getTime() < reign.to,
      ),
    inForce,
    takeAway: (name) => {
      apply(name, undefined)
    },
  }
}
