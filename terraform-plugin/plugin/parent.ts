import type { Connections } from './accept.ts'

const POLL_MILLISECONDS = 1000
/** The system reports an ended process a moment after its connections are closed. */
const REPORTED_MILLISECONDS = 20
const RECONNECT_MILLISECONDS = 3000

/** Who started this process. */
export interface Parent {
  /** Its number now: another than before where the first one has ended. */
  readonly id: () => number
  /** Whether the number changes at all (not on Windows). */
  readonly changes: boolean
}

/**
 * Calls back once when the process that started this one is gone without a word: a look each second, and one whenever
 * the last connection has been closed. Where the system does not report it, a closed connection that nobody opens again
 * within three seconds counts.
 */
export function watchParent(parent: Parent, connections: Connections, gone: () => void): void {
  const first = parent.id()
  let isGone = false
  const look = (): void => {
    const isAlone = parent.changes ? parent.id() !== first : connections.count() === 0
    if (isGone || !isAlone) return
    isGone = true
    gone()
  }
  if (parent.changes) setInterval(look, POLL_MILLISECONDS).unref()
  connections.onNone(() => {
    setTimeout(look, parent.changes ? REPORTED_MILLISECONDS : RECONNECT_MILLISECONDS).unref()
  })
}
