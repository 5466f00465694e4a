import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../core/clock.ts'
import { type Answer, answer, answerRequest } from './answer.ts'
import type { Faults } from './faults.ts'
import { createFaults } from './faults.ts'
import { createIssuer } from './oidc/issuer.ts'
import type { RequestRecord } from './requests.ts'
import type { SandboxClock } from './sandbox-clock.ts'
import { createSandboxClock } from './sandbox-clock.ts'
import { createMisbehaviour } from './misbehaviour/misbehaviour.ts'
import type { MisbehaviourPlan } from './misbehaviour/plan.ts'
import { type LongTermKey, addAdministrator } from './seed/administrator.ts'
import type { SandboxState } from './state.ts'
import { createThrottle } from './throttle.ts'
import type { HttpRequest } from './wire/http-request.ts'
import { createBucket } from './world/bucket.ts'
import type { Limits } from './world/limits.ts'
import { AWS_LIMITS } from './world/limits.ts'
import { addAwsPolicies } from './world/aws-policies.ts'
import type { World } from './world/world.ts'
import { createWorld } from './world/world.ts'

export type { MisbehaviourPlan } from './misbehaviour/plan.ts'
export { PROFILES } from './misbehaviour/plan.ts'
export { liveCredentials } from './live-credentials.ts'
export type { LiveCredential } from './live-credentials.ts'

/** How a sandbox is to be. */
export interface SandboxOptions {
  /** Any free one when 0 or absent; always on 127.0.0.1. */
  readonly port?: number
  /** The home account, by default `123456789012`. */
  readonly accountId?: string
  readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov'
  /** What the sandbox's clock runs with; the machine's own when absent. */
  readonly clock?: Clock
  /** Changes in IAM take hold for authentication and authorisation only after so long; by default at once. */
  readonly propagationSeconds?: number
  /** Whether requests count as sent over TLS (`aws:SecureTransport`), though all of them are plain; true when absent. */
  readonly secureTransport?: boolean
  /** Made at start, by default `daypass-state`. */
  readonly buckets?: readonly string[]
  /** IAM refuses more than so many requests a second with `Throttling`; unlimited when absent. */
  readonly throttlePerSecond?: number
  /** What goes wrong from the start; nothing when absent. */
  readonly misbehaviour?: MisbehaviourPlan
  /** Quotas other than AWS's, e.g. `{ users: 3 }` or `{ shortestSessionSeconds: 1 }`. */
  readonly limits?: Partial<Limits>
}

/** An AWS in this process: IAM, STS and S3 on one port of the loopback. */
export interface Sandbox {
  readonly url: string
  readonly accountId: string
  /** The long-term key of an administrator, the IAM user `daypass-root`. */
  readonly root: LongTermKey
  readonly clock: SandboxClock
  readonly faults: Faults
  /** Misbehaves by another plan from now on, or behaves. */
  misbehave(plan: MisbehaviourPlan | undefined): void
  /** The key of an administrator, `daypass-root`, in another account, which comes to be with it. */
  administrator(accountId: string): LongTermKey
  /** Answers a request of this process without a connection; `drop` where it gets no answer. */
  ask(request: HttpRequest): Promise<Answer | 'drop'>
  /** Every request so far. */
  readonly requests: readonly RequestRecord[]
  /** The state itself, for a look inside and for seeding. */
  readonly world: World
  /** Closes the port and every connection; what hangs is let go. */
  stop(): Promise<void>
}

/** Starts a sandbox. Everything in it is gone when it stops. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = createSandboxClock(options.clock)
  const accountId = options.accountId ?? '123456789012'
  const now = (): Date => clock.now()
  const misbehaviour = createMisbehaviour(now, options.propagationSeconds ?? 0)
  const world = createWorld({
    partition: options.partition ?? 'aws',
    homeAccountId: accountId,
    secureTransport: options.secureTransport ?? true,
    timing: { now, ofChange: misbehaviour.ofChange },
  })
  const root = world.atOnce(() => furnish(world, accountId, options.buckets, clock.now()))
  misbehaviour.follow(options.misbehaviour)
  const state: SandboxState = {
    world,
    limits: { ...AWS_LIMITS, ...options.limits },
    clock,
    faults: createFaults(),
    misbehaviour,
    requests: [],
    throttle: createThrottle(options.throttlePerSecond),
    issuer: createIssuer(() => url, now),
    url: () => url,
  }
  const server = createServer((message, response) => {
    answer(state, message, response).catch(() => response.destroy())
  })
  // Longer than any client keeps an idle connection, so that none is closed under a request.
  server.keepAliveTimeout = 120_000
  const url = await listen(server, options.port ?? 0)
  return {
    url,
    accountId,
    root,
    clock,
    faults: state.faults,
    misbehave: misbehaviour.follow,
    administrator: (id) => addAdministrator(world, id, clock.now()),
    ask: async (request) => await answerRequest(state, request, NEVER_GONE),
    requests: state.requests,
    world,
    stop: async () => {
      state.faults.clear()
      await close(server)
    },
  }
}

const NEVER_GONE = { gone: new Promise<void>(() => undefined), isGone: () => false }

function furnish(
  world: World,
  accountId: string,
  buckets: readonly string[] = ['daypass-state'],
  now: Date,
): LongTermKey {
  addAwsPolicies(world, now)
  for (const name of buckets) {
    world.buckets.set(name, createBucket(name, accountId, 'us-east-1', now))
  }
  return addAdministrator(world, accountId, now)
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}
