/** A day in a small account: users and sessions come and go, one user cannot be deleted. */
import type { Holder } from '../../core/lease/holder.ts'
import { secondsAfter } from '../../core/clock.ts'
import { issue } from '../../core/issue.ts'
import { renew } from '../../core/renew.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { auditTrail } from '../../state/audit.ts'
import { leaseStore } from '../../state/leases.ts'
import type { State } from '../../state/open.ts'
import { START, coreWorld, failureOf, sessionRole, userRole } from '../core/world.ts'

export const STORY_START = START
export const STORY_END = secondsAfter(START, 24 * 3600)

/** The state as the day leaves it. */
export async function story(
  holder: Omit<Holder, 'kind'> = { repository: 'octo/app', run_id: '42', job: 'deploy' },
): Promise<Pick<State, 'leases' | 'objects' | 'denials'>> {
  const world = coreWorld()
  const { clock, random } = world.ports
  const audit = auditTrail(world.objects)
  const leases = leaseStore(world.objects, { clock, random, audit })
  const ports = { ...world.ports, leases }
  const moveTo = (hour: number): void => {
    const seconds = (secondsAfter(START, hour * 3600).getTime() - clock.now().getTime()) / 1000
    if (seconds > 0) world.advance(seconds)
  }
  const request = { holder: { kind: 'github', ...holder } } as const
  const role = userRole({ default_ttl: 7200, max_ttl: 14_400 })
  for (let hour = 0; hour < 20; hour++) {
    moveTo(hour)
    await issue(ports, { ...request, role: sessionRole(), ttlSeconds: 2400 })
    await sweep(ports)
    if (hour % 2 === 1) await issue(ports, { ...request, role: sessionRole(), ttlSeconds: 900 })
    if (hour >= 8 && hour % 2 === 0) continue
    if (hour >= 13) continue
    const { lease } = await issue(ports, { ...request, role })
    if (hour === 2) await renew(ports, lease.id, { incrementSeconds: 10_800 })
    if (hour === 5) {
      world.failing.set('aws CreateUser', 'aws-denied')
      await failureOf(issue(ports, { ...request, role }))
      world.failing.clear()
    }
    if (hour === 9) continue
    if (hour === 11) {
      world.failing.set('aws DeleteUser', 'aws-denied')
      for (let attempt = 1; attempt <= 4; attempt++) {
        world.advance(300 * attempt)
        await failureOf(revoke(ports, lease.id))
      }
      continue
    }
    world.advance(1500)
    await revoke(ports, lease.id)
  }
  return { leases, objects: world.objects, denials: world.ports.revocation.denials.store }
}
