import { type SweepSummary, sweepOnce } from './sweep.ts'

/** The function that EventBridge Scheduler starts; takes nothing of the event. */
export async function handler(): Promise<SweepSummary> {
  return await sweepOnce(process.env)
}
