import { homeDirectory } from '../../assembly/home-directory.ts'
import type { SweepSummary } from './run-line.ts'
import { sweepOnce } from './sweep.ts'

/** What Lambda says of a run. */
interface RunContext {
  getRemainingTimeInMillis(): number
}

/** The function that EventBridge Scheduler starts; takes nothing of the event, and stops before Lambda stops it. */
export async function handler(_event?: unknown, run?: RunContext): Promise<SweepSummary> {
  homeDirectory(process.env)
  return await sweepOnce(process.env, {
    milliseconds: run?.getRemainingTimeInMillis(),
    write: (line) => void process.stdout.write(line),
  })
}
