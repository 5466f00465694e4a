/**
 * gRPC over HTTP/2: unary calls, and streams that stay open.
 * Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { writeToStderr } from './log.ts'

/** Status codes of gRPC that are used here. */
export const GRPC = {
  ok: 0,
  invalidArgument: 3,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
} as const

/** Thrown by a handler to answer with a status instead of a message. */
export class GrpcError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'GrpcError'
    this.status = status
  }
}

/** Answers one call; `sent` resolves when the client has the answer, or is gone. */
export type UnaryHandler = (
  request: Uint8Array,
  call: { readonly sent: Promise<void> },
) => Promise<Uint8Array> | Uint8Array

/** Answers one call with messages, each of which is sent when it comes. */
export interface StreamHandler {
  readonly stream: (request: Uint8Array) => AsyncIterable<Uint8Array>
}

/** A call by its path, `/package.Service/Method`. `held` is a stream that says nothing and stays open. */
export type Methods = Readonly<Record<string, UnaryHandler | StreamHandler | 'held'>>

/** What Terraform itself takes. */
const MESSAGE_BYTES_MAX = 256 * 1024 * 1024
const PREFIX_BYTES = 5

/** Serves one stream of a connection. Never throws, whatever comes. */
export function serveStream(
  methods: Promise<Methods>,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): void {
  // A client that goes away resets its streams; nobody waits for an answer.
  stream.on('error', () => undefined)
  const isGrpc = String(headers['content-type']).startsWith('application/grpc')
  if (headers[':method'] !== 'POST' || !isGrpc) {
    stream.respond({ ':status': 415 }, { endStream: true })
    return
  }
  answer(methods, stream, String(headers[':path'])).catch((error: unknown) => {
    fail(stream, error)
  })
}

async function answer(
  methods: Promise<Methods>,
  stream: ServerHttp2Stream,
  path: string,
): Promise<void> {
  const known = await methods
  const method = Object.hasOwn(known, path) ? known[path] : undefined
  if (method === undefined) {
    stream.resume()
    throw new GrpcError(GRPC.unimplemented, `unknown method ${path.slice(0, 200)}`)
  }
  if (method === 'held') {
    stream.resume()
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' })
    return
  }
  if (typeof method === 'function') await answerUnary(method, stream)
  else await answerStream(method, stream)
}

async function answerStream(method: StreamHandler, stream: ServerHttp2Stream): Promise<void> {
  const request = unframe(await readAll(stream))
  let status: number = GRPC.internal
  stream.on('wantTrailers', () => {
    stream.sendTrailers({ 'grpc-status': String(status) })
  })
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
  try {
    for await (const message of method.stream(request)) {
      if (stream.destroyed) return
      stream.write(frame(message))
    }
    status = GRPC.ok
  } finally {
    stream.end()
  }
}

async function answerUnary(method: UnaryHandler, stream: ServerHttp2Stream): Promise<void> {
  const request = unframe(await readAll(stream))
  const sent = new Promise<void>((resolve) => stream.once('close', resolve))
  const response = await method(request, { sent })
  if (stream.destroyed || stream.headersSent) return
  stream.on('wantTrailers', () => {
    stream.sendTrailers({ 'grpc-status': String(GRPC.ok) })
  })
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
  stream.end(frame(response))
}

async function readAll(stream: ServerHttp2Stream): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MESSAGE_BYTES_MAX + PREFIX_BYTES)
      throw new GrpcError(GRPC.resourceExhausted, 'the message is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function unframe(framed: Buffer): Uint8Array {
  if (framed.length < PREFIX_BYTES || framed.readUInt32BE(1) !== framed.length - PREFIX_BYTES)
    throw new GrpcError(GRPC.internal, 'the call does not hold exactly one message')
  if (framed[0] !== 0) throw new GrpcError(GRPC.unimplemented, 'the message is compressed')
  return framed.subarray(PREFIX_BYTES)
}

function frame(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

function fail(stream: ServerHttp2Stream, error: unknown): void {
  const { status, message } =
    error instanceof GrpcError ? error : { status: GRPC.internal, message: 'internal error' }
  if (!(error instanceof GrpcError)) writeToStderr(`[ERROR] a call failed: ${String(error)}\n`)
  if (stream.destroyed || stream.headersSent) return
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(status),
      'grpc-message': encodeURIComponent(message),
    },
    { endStream: true },
  )
}
