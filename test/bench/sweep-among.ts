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
  const objects: ObjectStore = memoryObjects({ before: () => void requests++ })
  const ports = memoryPorts(fakeAws, clock, objects)
  const request = { role: roleOf('iam_user'), holder: { kind: 'shell' } } as const
  for (let n = 0; n < due; n++) await issue(ports, { ...request, ttlSeconds: 60 })
  for (let n = 0; n < live; n++) await issue(ports, { ...request, ttlSeconds: 7200 })
  shiftSeconds = 600
  requests = 0
  const started = performance.now()
  const { ended } = await sweep(ports)
  const seconds = (performance.now() - started) / 1000
  assert.equal(ended.length, due)
  return { requests, seconds, memoryMiB: process.memoryUsage.rss() / 2 ** 20 }
}
