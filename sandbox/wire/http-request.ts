import type { IncomingMessage } from 'node:http'

/** A request as it came in. */
export interface HttpRequest {
  readonly method: string
  /** Still encoded. */
  readonly path: string
  /** Decoded names and values, in the order they came. */
  readonly query: readonly (readonly [string, string])[]
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly sourceIp: string
}

/** Reads a request to its end. */
export async function readHttpRequest(message: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const target = message.url ?? '/'
  const mark = target.indexOf('?')
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? [] : readQuery(target.slice(mark + 1)),
    headers: joinHeaders(message),
    body: Buffer.concat(chunks),
    sourceIp: message.socket.remoteAddress ?? '127.0.0.1',
  }
}

/** Splits and decodes a query string or form. */
export function readQuery(text: string): (readonly [string, string])[] {
  const parts = text.split('&').filter((part) => part !== '')
  return parts.map((part) => {
    const equals = part.indexOf('=')
    return equals < 0
      ? ([decode(part), ''] as const)
      : ([decode(part.slice(0, equals)), decode(part.slice(equals + 1))] as const)
  })
}

/** The first value of a query parameter. */
export function queryValue(request: HttpRequest, name: string): string | undefined {
  return request.query.find(([key]) => key === name)?.[1]
}

/** Percent-decoding that leaves what is not encoded properly as it is. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function decode(text: string): string {
  return decodePercent(text.replaceAll('+', ' '))
}

function joinHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value
  }
  return headers
}
