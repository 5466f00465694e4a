const CHARACTERS_MAX = 16 * 2 ** 20

/**
 * The text of a reply to `fetch`, until its signal aborts. Node 20 loses an abort that comes while a body is read where
 * the collector has taken the request meanwhile (seen with `redirect: 'error'`); here the signal itself ends the body.
 *
 * @throws an Error when it is longer than 16 Mi characters; the reason of the abort; what the connection breaks with.
 */
export async function textOfReply(reply: Response, signal: AbortSignal): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = reply.body
  const reader = body?.getReader()
  if (reader === undefined) return ''
  const cancel = (): void => {
    reader.cancel().catch(() => undefined)
  }
  signal.addEventListener('abort', cancel)
  try {
    const decoder = new TextDecoder()
    let text = ''
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return text + decoder.decode()
      text += decoder.decode(value, { stream: true })
      if (text.length > CHARACTERS_MAX) {
        cancel()
        throw new Error('the reply is too long')
      }
    }
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
