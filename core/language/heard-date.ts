import type { DateListener } from '../server-clock.ts'

/** Where {@link heardDate} stands in an SDK client: where replies come in, errors too. */
export const WHERE_REPLIES_COME_IN = {
  name: 'heardDate',
  step: 'deserialize',
  priority: 'low',
} as const

/**
 * Middleware that tells a listener the `Date` of every reply.
 *
 * @param isHeard - whether a server is listened to, by its name; all are when absent.
 */
export function heardDate(listener: DateListener, isHeard: (host: string) => boolean = () => true) {
  return <
      Request extends { readonly request: unknown },
      Reply extends { readonly response: unknown },
    >(
      next: (request: Request) => Promise<Reply>,
    ): ((request: Request) => Promise<Reply>) =>
    async (request) => {
      const { hostname = '' } = request.request as { readonly hostname?: string }
      if (!isHeard(hostname)) return await next(request)
      const hear = listener.listen()
      const reply = await next(request)
      const { headers } = reply.response as { readonly headers?: Readonly<Record<string, string>> }
      hear(headers?.['date'])
      return reply
    }
}
