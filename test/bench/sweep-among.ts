import assert from 'node:assert/strict'
import { type Clock, systemClock } from '../../core/clock.ts'
import { issue } from '../../core/issue.ts'
import { sweep } from '../../core/sweep.ts'
import type { ObjectStore } from '../../state/objects.ts'
import { roleOf } from '../crash/stage.ts'
import { fakeAws } from '../fakes/aws-world.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { memoryPorts } from './memory-ports.ts'

/** Sweeps so many due leases among so many that live on, and measures it. */
export async function sweepAmong(
  live: number,
  due: number,
): Promise<{ readonly requests: number; readonly seconds: number; readonly memoryMiB: number }> {
  let shiftSeconds = 0
  const clock: Clock = {
    ...systemClock,
    now: () => new Date(systemClock.now().getTime() + shiftSeconds * 1000),
  }
  let requests = 0
  const objects = memoryObjects({
    before: () => {
      requests++
    },
  })
  await fill(objects, clock, live, due)
  const ports = memoryPorts(fakeAws, clock, objects)
  shiftSeconds = 600
  requests = 0
  const started = performance.now()
  // The full pass of once a day is another matter: it reads all, and says so.
  const { ended } = await sweep(ports, { full: false })
  const seconds = (performance.now() - started) / 1000
  assert.equal(ended.length, due)
  return { requests, seconds, memoryMiB: process.memoryUsage.rss() / 2 ** 20 }
}

/** Issues into a plain map and copies it over in order: a sorted list grows fast only at its end. */
async function fill(objects: ObjectStore, clock: Clock, live: number, due: number): Promise<void> {
  const written = new Map<string, string>()
  const collecting: ObjectStore = {
    place: 'bench',
    get: (key) => Promise.resolve(found(written.get(key))),
    put: (key, body, condition) => {
      const before = written.get(key)
      const holds =
        condition === undefined ||
        ('absent' in condition ? before === undefined : condition.version === before)
      if (!holds) return Promise.resolve('conflict')
      written.set(key, body)
      return Promise.resolve({ version: body })
    },
    remove: (keys) => {
      for (const key of keys) written.delete(key)
      return Promise.resolve()
    },
    removeVersion: () => Promise.reject(new Error('nothing is removed while issuing')),
    // eslint-disable-next-line @typescript-eslint/require-await -- nothing is listed while issuing
    async *list() {
      yield* []
    },
  }
  const ports = memoryPorts(fakeAws, clock, collecting)
  const request = { role: roleOf('iam_user'), holder: { kind: 'shell' } } as const
  for (let n = 0; n < due; n++) await issue(ports, { ...request, ttlSeconds: 60 })
  for (let n = 0; n < live; n++) await issue(ports, { ...request, ttlSeconds: 7200 })
  for (const key of [...written.keys()].sort()) await objects.put(key, written.get(key) ?? '')
}

function found(body: string | undefined): { body: string; version: string } | undefined {
  return body === undefined ? undefined : { body, version: body }
}
