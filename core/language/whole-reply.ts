/** What of a stream is needed to end it. */
interface Stream {
  destroy(error: Error): unknown
  push(chunk: { readonly length: number } | null, encoding?: BufferEncoding): boolean
  once(event: 'close', listener: () => void): unknown
}

/** Where {@link wholeReply} stands in an SDK client: next to the wire, before anything of a reply is read. */
export const NEXT_TO_THE_WIRE = {
  name: 'wholeReply',
  step: 'deserialize',
  priority: 'low',
} as const

const REPLY_MILLISECONDS_MAX = 30_000

/** The longest that S3 sends, a thousand keys of a thousand bytes each with every sign written out, has 7 MB. */
const REPLY_BYTES_MAX = 16 * 2 ** 20

/**
 * Middleware that gives up a reply of which the end has not come 30 s after its beginning. The SDK's own limits end a
 * reply that does not begin, and one that pauses; one that drips, a byte a second, would never end. For the SDK it is
 * a lost reply: what may be asked again is. The same with a reply of more than 16 MiB, which would fill the memory.
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
    limit(stream)
    const timer = setTimeout(() => stream.destroy(late), REPLY_MILLISECONDS_MAX).unref()
    stream.once('close', () => {
      clearTimeout(timer)
    })
    return reply
  }
}

/** What comes from the wire is pushed into the stream, by Node; it is counted there, and read by whoever reads it. */
function limit(stream: Stream): void {
  const push = stream.push.bind(stream)
  let bytes = 0
  stream.push = (chunk, encoding) => {
    bytes += chunk?.length ?? 0
    if (bytes <= REPLY_BYTES_MAX) return push(chunk, encoding)
    stream.destroy(new Error('the reply is too long'))
    return false
  }
}

function streamOf(response: unknown): Stream | undefined {
  const { body } = response as { readonly body?: Partial<Stream> }
  return typeof body?.destroy === 'function' &&
    typeof body.push === 'function' &&
    typeof body.once === 'function'
    ? (body as Stream)
    : undefined
}
