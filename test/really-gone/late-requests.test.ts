import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { Case } from '../crash/case.ts'
import { type Blow, CASES, killEverywhere, prepareVictim } from '../crash/matrix.ts'
import { portsAt } from '../crash/stage.ts'
import { THOROUGH } from '../support/thorough.ts'
import { ourThings } from './look.ts'

// Fault 3 and fault 8, with real processes: one is killed, another comes at once, and what the dead one sent lands last.

const EVERY = Number(process.env['DAYPASS_EVERY'] ?? (THOROUGH ? 1 : 3))

/** What the post step of a job does, or an operator: it ends whatever lease it finds. */
async function revokeAll(sandbox: Sandbox, stateUrl: string): Promise<void> {
  const ports = portsAt(sandbox, stateUrl, 0)
  for await (const { id } of ports.leases.list()) {
    await revoke(ports, parseLeaseId(id)).catch(() => undefined)
  }
}

/** A sweep whose clock is ten minutes fast. */
async function sweepEarly(sandbox: Sandbox, stateUrl: string): Promise<void> {
  await sweep(portsAt(sandbox, stateUrl, 600))
}

const BLOWS: readonly Blow[] = [
  { kind: 'hang-late' },
  { kind: 'hang-before', meanwhile: revokeAll },
  { kind: 'hang-after', meanwhile: revokeAll },
  { kind: 'hang-late', meanwhile: revokeAll },
  { kind: 'hang-late', meanwhile: sweepEarly },
]

/** After one more sweep no policy of ours may be left either. */
function cleanOf(tried: Case): Case {
  return {
    ...tried,
    orphans: async (sandbox, stateUrl) => {
      const orphans = await tried.orphans(sandbox, stateUrl)
      sandbox.clock.advance(3600)
      await sweep(portsAt(sandbox, stateUrl, 5 * 3600))
      return [...orphans, ...ourThings(sandbox)]
    },
  }
}

const LEASES = CASES.filter(({ type }) => !['root_key', 'static_role'].includes(type))

describe('a process that is killed, another that comes at once, and a request that lands last', () => {
  let victim: Awaited<ReturnType<typeof prepareVictim>>
  before(async () => {
    victim = await prepareVictim()
  })
  after(async () => {
    await victim.remove()
  })
  for (const tried of LEASES) {
    test(`of ${tried.verb} of ${tried.type} leave nothing behind`, async () => {
      const blows = { every: EVERY, blows: BLOWS }
      const { orphans } = await killEverywhere(victim.file, cleanOf(tried), blows)
      assert.deepEqual(orphans, [])
    })
  }
})
