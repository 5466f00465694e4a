import { readFault } from './aws-fault.ts'

/** Where {@link noteLostReply} stands in an SDK client: inside the retries, so that it sees every attempt. */
export const EVERY_ATTEMPT = {
  name: 'noteLostReply',
  relation: 'after',
  toMiddleware: 'retryMiddleware',
} as const

/**
 * Middleware that makes a client remember, over its own retries, that an earlier attempt may have been
 * done: its last error then has `lostReply: true`. Without it, a request whose first reply was lost and
 * whose second try was throttled would look like one that was never done.
 *
 * The SDK builds the chain anew for every command, so what is remembered is of one request.
 */
export function noteLostReply<Request, Reply>(
  next: (request: Request) => Promise<Reply>,
): (request: Request) => Promise<Reply> {
  let lostReply = false
  return async (request) => {
    try {
      return await next(request)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const { fate, code } = readFault(error)
      if (lostReply) Object.assign(error, { lostReply })
      lostReply ||= fate === 'perhaps-done'
      // The SDK takes a quota that is used up for throttling and tries again for seconds: IAM's 409 is final.
      if (code === 'LimitExceeded') error.name = code
      throw error
    }
  }
}
