import { draw } from './draw.ts'
import type { Lag } from './plan.ts'

/** How late one thing is, in milliseconds: always the same for the same seed and numbers. */
export function lagMs(lag: Lag, seed: number, numbers: readonly number[]): number {
  if (draw(seed, ...numbers, 1) * 100 >= lag.percent) return 0
  const isTail = draw(seed, ...numbers, 2) * 100 < lag.tailPercent
  const [least, most] = isTail
    ? [lag.secondsMax, lag.tailSecondsMax]
    : [lag.secondsMin, lag.secondsMax]
  return (least + draw(seed, ...numbers, 3) * (most - least)) * 1000
}

/** How late it can be at all, in milliseconds. */
export function lagMaxMs(lag: Lag): number {
  return lag.percent === 0 ? 0 : Math.max(lag.secondsMax, lag.tailSecondsMax) * 1000
}
