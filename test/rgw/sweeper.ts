/** A process that sweeps once and prints the ids of the leases that it ended. */
import { randomBytes } from 'node:crypto'
import { assemblePorts } from '../../assembly/assemble.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { systemClock as clock } from '../../core/clock.ts'
import { sweep } from '../../core/sweep.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import type { Key } from '../support/sandbox-ports.ts'
import { rightClock } from '../support/right-clock.ts'

const errand = JSON.parse(process.argv[2] ?? '{}') as {
  readonly stateUrl: string
  readonly credentials: Key
  readonly sandbox: { readonly url: string; readonly root: Key }
}
const { url, root } = errand.sandbox
const random = (size: number): Uint8Array => randomBytes(size)
const config = { region: 'us-east-1', credentials: root, iamEndpoint: url, stsEndpoint: url }
const clients = awsClients(config)
const state = openState(parseStateUrl(errand.stateUrl), {
  clock,
  random,
  credentials: errand.credentials,
})
const { ended } = await sweep(
  assemblePorts({ clients, config, state, clock: rightClock(clock), random }),
)
process.stdout.write(JSON.stringify(ended.map(({ id }) => id)))
