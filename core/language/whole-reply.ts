/** What of a stream is needed to end it. */
interface Stream {
  destroy(error: Error): unknown
  once(event: 'close', listener: () => void): unknown
}

/** Where {@link wholeReply} stands in an SDK client: next to the wire, before anything of a reply is read. */
export const NEXT_TO_THE_WIRE = {
  name: 'wholeReply',
  step: 'deserialize',
  priority: 'low',
} as const

const REPLY_MILLISECONDS_MAX = 30_000

/**
 * Middleware that gives up a reply of which the end has not come 30 s after its beginning. The SDK's own limits end a
 * reply that does not begin, and one that pauses; one that drips, a byte a second, would never end. For the SDK it is
 * a lost reply: what may be asked again is.
 */
export function wholeReply<Request, Reply extends { readonly response: unknown }>(
  next: (request: Request) => Promise<Reply>,
): (request: Request) => Promise<Reply> {
  return async (request) => {
    const reply = await next(request)
    const stream = streamOf(reply.response)
    if (stream === undefined) return reply
    const late = new Error('the reply did not end')
    late.name = 'TimeoutError'
    const timer = setTimeout(() => stream.destroy(late), REPLY_MILLISECONDS_MAX).unref()
    stream.once('close', () => {
      clearTimeout(timer)
    })
    return reply
  }
}

function streamOf(response: unknown): Stream | undefined {
  const { body } = response as { readonly body?: Partial<Stream> }
  return typeof body?.destroy === 'function' && typeof body.once === 'function'
    ? (body as Stream)
    : undefined
}
