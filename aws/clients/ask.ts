import { DaypassError } from '../../core/errors.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { awsError } from '../errors/aws-error.ts'
import type { Doing } from '../errors/doing.ts'
import { defined } from '../../core/language/defined.ts'

/** Options of the SDK's own calls. */
export interface Http {
  readonly abortSignal?: AbortSignal
}

/**
 * Makes one request; the SDK tries again by itself where AWS asks for it.
 *
 * @throws what {@link awsError} makes of a failure; `cancelled` when the signal had aborted before.
 */
export async function ask<T>(
  doing: Doing,
  { signal }: CallOptions,
  request: (http: Http) => Promise<T>,
): Promise<T> {
  if (signal?.aborted === true) throw new DaypassError('cancelled', `stopped before ${doing}`)
  try {
    return await request(defined({ abortSignal: signal }))
  } catch (error) {
    throw awsError(error, doing)
  }
}
