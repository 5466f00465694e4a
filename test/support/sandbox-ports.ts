import { randomBytes } from 'node:crypto'
import { assemblePorts } from '../../assembly/assemble.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import type { Clock } from '../../core/clock.ts'
import type { Ports } from '../../core/ports.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'

/** A key of the sandbox. */
export interface Key {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** The domain with its real adapters on a sandbox, at its time; waiting moves the time forward. */
export function sandboxPorts(sandbox: Sandbox, credentials: Key = sandbox.root): Ports {
  const { url } = sandbox
  const region = 'us-east-1'
  const clock: Clock = {
    ...sandbox.clock,
    sleep: (milliseconds) => {
      sandbox.clock.advance(milliseconds / 1000)
      return Promise.resolve()
    },
  }
  const random = (size: number): Uint8Array => randomBytes(size)
  const config = { region, iamEndpoint: url, stsEndpoint: url, credentials }
  const clients = awsClients(config)
  const location = parseStateUrl('s3://daypass-state')
  const state = openState(location, { clock, random, region, endpoint: url, credentials })
  return assemblePorts({ clients, config, state, clock, random })
}
