import { issue } from '../../core/issue.ts'
import { giveUpKeys } from '../../core/keys/give-up-keys.ts'
import { rotate } from '../../core/keys/rotate.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { renew } from '../../core/renew.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { TYPES, keysAt, portsAt, roleOf } from './stage.ts'

interface AnyErrand {
  readonly sandbox: Pick<Sandbox, 'url' | 'root'>
  readonly stateUrl: string
  readonly shiftSeconds: number
}

/** About a lease. */
export interface LeaseErrand extends AnyErrand {
  readonly verb: 'issue' | 'renew' | 'revoke' | 'sweep'
  readonly type: string
  readonly leaseId?: string
}

/** About keys that are kept. */
export interface RotationErrand extends AnyErrand {
  readonly verb: 'rotate' | 'delete'
  readonly type: 'root_key' | 'static_role'
  readonly identity: string
}

/** What a process that is to be killed is told in its one argument, as JSON. */
export type Errand = LeaseErrand | RotationErrand

const errand = JSON.parse(process.argv[2] ?? '{}') as Errand
const ports = portsAt(errand.sandbox as Sandbox, errand.stateUrl, errand.shiftSeconds)
const type = TYPES.find((name) => name === errand.type) ?? 'iam_user'
const leaseId = parseLeaseId(
  ('leaseId' in errand ? errand.leaseId : undefined) ?? 'none/0000000000000000000000',
)

switch (errand.verb) {
  case 'issue':
    await issue(ports, { role: roleOf(type), holder: { kind: 'shell', user: 'victim' } })
    break
  case 'renew':
    await renew(ports, leaseId, { incrementSeconds: 3600 })
    break
  case 'revoke':
    await revoke(ports, leaseId)
    break
  case 'sweep':
    await sweep(ports)
    break
  case 'rotate':
  case 'delete': {
    const keys = keysAt(errand.sandbox as Sandbox, errand.stateUrl, errand)
    const rotation = { force: true, graceSeconds: 0 }
    if (errand.type === 'root_key') await rotate(keys.root, rotation)
    else if (errand.verb === 'rotate') await rotate(keys.staticRole('crash'), rotation)
    else await giveUpKeys(keys.staticRole('crash'))
  }
}
