import type * as Http2 from 'node:http2'
import type { Http2SecureServer, Http2Server } from 'node:http2'
import type { Server } from 'node:net'
import type { Certificate } from './certificate.ts'
import { serveStream } from './grpc.ts'
import type { Methods } from './grpc.ts'

/** Who is served: all (plain text, where the client asks for it), or who has the certificate of the client. */
export type Guard = { readonly clientCert: string; readonly own: Certificate } | undefined

/** Who is connected. */
export interface Connections {
  readonly count: () => number
  /** Calls back whenever the last connection has been closed. */
  readonly onNone: (callback: () => void) => void
}

/** Messages may be larger than what Node lets a connection hold by default. */
const MEGABYTES_MAX = 600

/**
 * Serves the connections of a server that listens already. HTTP/2 is loaded here, synchronously and not before: it takes
 * as long as all else together, and Terraform need not wait for it to go on.
 */
export function accept(listening: Server, methods: Promise<Methods>, guard: Guard): Connections {
  const server = makeServer(process.getBuiltinModule('node:http2'), guard)
  server.on('stream', (stream, headers) => {
    serveStream(methods, stream, headers)
  })
  const connections = watchConnections(server)
  listening.on('connection', (socket) => {
    server.emit('connection', socket)
  })
  return connections
}

function makeServer(http2: typeof Http2, guard: Guard): Http2Server | Http2SecureServer {
  const limits = { maxSessionMemory: MEGABYTES_MAX }
  if (guard === undefined) return http2.createServer(limits)
  return http2.createSecureServer({
    ...limits,
    cert: guard.own.cert,
    key: guard.own.key,
    ca: guard.clientCert,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  })
}

function watchConnections(server: Http2Server | Http2SecureServer): Connections {
  const callbacks: (() => void)[] = []
  let open = 0
  server.on('sessionError', () => undefined)
  server.on('session', (session) => {
    open++
    session.on('error', () => undefined)
    session.on('close', () => {
      open--
      if (open === 0) for (const callback of callbacks) callback()
    })
  })
  return { count: () => open, onNone: (callback) => void callbacks.push(callback) }
}
