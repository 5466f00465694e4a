import type { Call } from '../access/call.ts'
import type { Input } from '../wire/input.ts'

/** A call of STS. */
export interface StsCall extends Call {
  readonly input: Input
}
