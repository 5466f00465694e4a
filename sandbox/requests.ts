import type { ServiceName } from './wire/service.ts'

/** One request that the sandbox answered, or whose connection it closed. */
export interface RequestRecord {
  readonly at: Date
  readonly service: ServiceName
  /** As in the API reference: `CreateUser`, `AssumeRole`, `PutObject`. */
  readonly action: string
  /** HTTP status; 0 when the connection was closed without an answer. */
  readonly status: number
  /** AWS's error code. */
  readonly error?: string
  /** ARN of the caller; empty when it was not authenticated. */
  readonly principal: string
  /** The ARN that the first right was asked for; empty when none was. */
  readonly resource: string
}
