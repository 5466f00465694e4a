import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Node's own, of every request over HTTP that it begins. */
const CHANNEL = 'http.client.request.start'

/** Counts all requests that leave this process, tries included, until it is ended. */
export function countRequests(): { end(): number } {
  let requests = 0
  const count = (): void => {
    requests++
  }
  subscribe(CHANNEL, count)
  return {
    end: () => {
      unsubscribe(CHANNEL, count)
      return requests
    },
  }
}
