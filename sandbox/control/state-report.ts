import { liveCredentials } from '../live-credentials.ts'
import type { SandboxState } from '../state.ts'

/** What `GET /_sandbox/state` tells. */
export function stateReport(state: SandboxState): object {
  const { world, clock, requests } = state
  const now = clock.now()
  const accounts = [...world.accounts.values()]
  const counts: Record<string, Record<string, number>> = {}
  for (const { service, action } of requests) {
    const actions = (counts[service] ??= {})
    actions[action] = (actions[action] ?? 0) + 1
  }
  return {
    now,
    accountId: world.homeAccountId,
    credentials: liveCredentials(world, now),
    users: accounts.flatMap(({ users }) => users.values().map(({ arn }) => arn)),
    roles: accounts.flatMap(({ roles }) => roles.values().map(({ arn }) => arn)),
    buckets: [...world.buckets.values()].map(({ name, objects }) => ({ name, keys: objects.size })),
    requests: counts,
  }
}
