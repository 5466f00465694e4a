import { randomBytes } from 'node:crypto'
import { connect } from '../../assembly/connect.ts'
import type { OwnClock } from '../../core/clock.ts'
import type { Ports } from '../../core/ports.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { serverClock } from '../../core/server-clock.ts'

/** A key of the sandbox. */
export interface Key {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** The domain with its real adapters on a sandbox, at its time; waiting moves the time forward. */
export function sandboxPorts(sandbox: Sandbox, credentials: Key = sandbox.root): Ports {
  const { url } = sandbox
  const clock: OwnClock = {
    ...sandbox.clock,
    sleep: (milliseconds) => {
      sandbox.clock.advance(milliseconds / 1000)
      return Promise.resolve()
    },
  }
  const config = { region: 'us-east-1', iamEndpoint: url, stsEndpoint: url, credentials }
  return connect(
    { state: 's3://daypass-state' },
    { config, s3Endpoint: url },
    { env: {}, directory: '.', clock: serverClock(clock), random: randomBytes },
  ).ports
}
