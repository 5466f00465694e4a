import { randomBytes } from 'node:crypto'
import { DaypassError, type ErrorCode } from '../../core/errors.ts'
import type { Ports } from '../../core/ports.ts'
import type { AssumedRoleRole, IamUserRole } from '../../core/role/role.ts'
import { denialStore } from '../../state/denials.ts'
import { leaseStore } from '../../state/leases.ts'
import { type FakeAws, fakeAws } from '../fakes/aws-world.ts'
import { type MemoryObjects, memoryObjects } from '../fakes/memory-objects.ts'
import { rightClock } from '../support/right-clock.ts'

export const START = new Date('2026-03-01T12:00:00Z')

/** The domain on a store in memory and a fake AWS, at a time that only the test moves. */
export interface CoreWorld {
  readonly ports: Ports
  readonly aws: FakeAws
  readonly objects: MemoryObjects
  /** What AWS is to fail with, by the name of the request: `aws CreateAccessKey`. */
  readonly failing: Map<string, ErrorCode>
  advance(seconds: number): void
}

export function coreWorld({ objects = memoryObjects() } = {}): CoreWorld {
  let now = START.getTime()
  const clock = rightClock({
    now: () => new Date(now),
    sleep: (milliseconds: number) => {
      now += milliseconds
      return Promise.resolve()
    },
    alarm: () => () => undefined,
  })
  const random = (size: number): Uint8Array => randomBytes(size)
  const aws = fakeAws(clock)
  const failing = new Map<string, ErrorCode>()
  const askTime = () => Promise.resolve()
  const denials = { store: denialStore(objects, { random }), clock, askTime, random }
  const connected = aws.connect(async (what, request) => {
    const code = failing.get(what)
    if (code === undefined) return await Promise.resolve(request())
    throw new DaypassError(code, `${what} fails`)
  }, denials)
  return {
    ports: {
      ...connected,
      leases: leaseStore(objects, { clock, random }),
      clock,
      askTime,
      random,
    },
    aws,
    objects,
    failing,
    advance: (seconds) => void (now += seconds * 1000),
  }
}

/** A role whose leases are users, for ten minutes and at most half an hour. */
export function userRole(changes: Partial<IamUserRole> = {}): IamUserRole {
  return {
    name: 'ci',
    credential_type: 'iam_user',
    policy_arns: [],
    iam_groups: [],
    iam_tags: {},
    user_path: '/daypass/',
    default_ttl: 600,
    max_ttl: 1800,
    ...changes,
  }
}

/** A role whose leases are sessions, for an hour and at most two. */
export function sessionRole(changes: Partial<AssumedRoleRole> = {}): AssumedRoleRole {
  return {
    name: 'deploy',
    credential_type: 'assumed_role',
    role_arns: ['arn:aws:iam::123456789012:role/deploy'],
    policy_arns: [],
    iam_groups: [],
    session_tags: {},
    default_sts_ttl: 3600,
    max_sts_ttl: 7200,
    ...changes,
  }
}

export const HOLDER = {
  kind: 'github',
  repository: 'octo/app',
  run_id: '42',
  job: 'build',
} as const

/** The error that a task fails with. */
export async function failureOf(task: Promise<unknown>): Promise<DaypassError> {
  try {
    await task
  } catch (error) {
    if (error instanceof DaypassError) return error
    throw error
  }
  throw new Error('it did not fail')
}
