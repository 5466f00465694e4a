import type { ServerClock } from '../../core/clock.ts'
import { describeSkew } from '../../core/server-clock.ts'
import type { Runner } from './runner.ts'

/** Says so where the runner's clock is wrong, as AWS's replies have shown. */
export function warnOfSkew(runner: Pick<Runner, 'warn'>, clock: ServerClock): void {
  const skew = describeSkew(clock)
  if (skew !== undefined) runner.warn(skew)
}
