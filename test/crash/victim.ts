import { issue } from '../../core/issue.ts'
import { parseLeaseId } from '../../core/lease-id.ts'
import { renew } from '../../core/renew.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { TYPES, portsAt, roleOf } from './stage.ts'

/** What a process that is to be killed is told in its one argument, as JSON. */
export interface Errand {
  readonly verb: 'issue' | 'renew' | 'revoke' | 'sweep'
  readonly type: string
  readonly sandbox: Pick<Sandbox, 'url' | 'root'>
  readonly stateUrl: string
  readonly leaseId?: string
  readonly shiftSeconds: number
}

const errand = JSON.parse(process.argv[2] ?? '{}') as Errand
const ports = portsAt(errand.sandbox as Sandbox, errand.stateUrl, errand.shiftSeconds)
const type = TYPES.find((name) => name === errand.type) ?? 'iam_user'
const leaseId = parseLeaseId(errand.leaseId ?? 'none/0000000000000000000000')

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
}
