import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server that listens, and has no say yet in who is served. */
export interface Listening {
  readonly network: 'unix' | 'tcp'
  /** Path of the socket, or address and port. */
  readonly address: string
  /** Hands on connections; whatever comes after the same turn of the event loop is not lost. */
  readonly server: Server
  /** Removes the socket and its folder; once more does nothing. */
  readonly remove: () => void
}

/**
 * 108 bytes is the limit of Linux, 104 of macOS. Node 20 cuts a longer path without a word, so it is looked at here.
 */
const SOCKET_PATH_BYTES_MAX = 100

/**
 * Listens on a socket in a folder of its own that only this user may enter; where there are no such sockets (Windows)
 * or its path would be too long, on a port of the loopback interface.
 *
 * @param name - begins the folder's
 */
export async function listen(name: string, platform: NodeJS.Platform): Promise<Listening> {
  const server = createServer()
  const folder = platform === 'win32' ? undefined : makeFolder(name)
  const path = folder === undefined ? undefined : join(folder, 's')
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    if (path === undefined) server.listen(0, '127.0.0.1', resolve)
    else server.listen(path, resolve)
  })
  const remove = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
  return path === undefined
    ? { network: 'tcp', address: loopbackAddress(server), server, remove }
    : { network: 'unix', address: path, server, remove }
}

/** With mode 0700; `undefined` where the path of a socket inside would be too long or the folder cannot be made. */
function makeFolder(name: string): string | undefined {
  const prefix = join(tmpdir(), `${name}-`)
  if (Buffer.byteLength(prefix) + 'XXXXXX/s'.length > SOCKET_PATH_BYTES_MAX) return undefined
  try {
    return mkdtempSync(prefix)
  } catch {
    return undefined
  }
}

function loopbackAddress(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('not a port')
  return `127.0.0.1:${address.port}`
}
