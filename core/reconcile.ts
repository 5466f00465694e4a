import type { Ports } from './ports.ts'
import type { CallOptions } from './call-options.ts'
import { type SweepReport, sweep } from './sweep.ts'

/**
 * Finishes revocations that others began: writes the denies that wait, tries again what failed, removes the
 * denies of sessions that have ended. The part of a sweep that takes rights on the roles themselves, for
 * where jobs only leave tombstones. Safe to run anywhere, any number at once.
 */
export async function reconcile(ports: Ports, options: CallOptions = {}): Promise<SweepReport> {
  return await sweep(ports, { ...options, full: false, revocationsOnly: true })
}
