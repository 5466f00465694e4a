import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { Errand } from './victim.ts'

/** What a process is killed at, and what to look for when it is dead. */
export interface Case {
  readonly verb: string
  readonly type: string
  /** Makes what must be there beforehand. */
  prepare(sandbox: Sandbox, stateUrl: string): Promise<Errand>
  /** What was left that should not be, after one sweep. */
  orphans(sandbox: Sandbox, stateUrl: string): Promise<readonly string[]>
}
