import { randomBytes } from 'node:crypto'
import { S3 } from '@aws-sdk/client-s3'
import { connect } from '../../assembly/connect.ts'
import { type OwnClock, systemClock } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import type { Ports } from '../../core/ports.ts'
import type { Role } from '../../core/role/role.ts'
import { serverClock } from '../../core/server-clock.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import { roleFiles } from '../../role-files/role-files.ts'

const REGION = 'us-east-1'

/** What the demo plays on: a sandbox AWS, the example roles, and daypass with its real adapters. */
export interface Stage {
  readonly sandbox: Sandbox
  readonly stateUrl: string
  readonly roles: readonly Role[]
  /** daypass, at the present or some seconds later. */
  portsAfter(seconds: number): Ports
  /** Puts the sandbox's clock forward. */
  advance(seconds: number): void
}

/** Starts the sandbox on the loopback and reads the example roles. */
export async function openStage(directory: string): Promise<Stage> {
  const sandbox = await startSandbox()
  const roles = await roleFiles(directory, 'custom-endpoint').list()
  seedRoles(sandbox, roles)
  const endpoint = encodeURIComponent(sandbox.url)
  const stateUrl = `s3://daypass-state?region=${REGION}&endpoint=${endpoint}`
  return {
    sandbox,
    stateUrl,
    roles,
    portsAfter: (seconds) => ports(sandbox, stateUrl, seconds),
    advance: (seconds) => {
      sandbox.clock.advance(seconds)
    },
  }
}

function ports(sandbox: Sandbox, stateUrl: string, shiftSeconds: number): Ports {
  const clock: OwnClock = {
    ...systemClock,
    now: () => new Date(systemClock.now().getTime() + shiftSeconds * 1000),
  }
  const { url, root } = sandbox
  const config = { region: REGION, credentials: root, iamEndpoint: url, stsEndpoint: url }
  const around = { env: {}, directory: '.', clock: serverClock(clock), random: randomBytes }
  return connect({ state: stateUrl }, { config }, around).ports
}

/** Tries something on S3 with credentials: what came back, or AWS's code for the refusal. */
export async function tryOnS3(
  { sandbox }: Stage,
  credentials: Credentials,
  deed: 'get' | 'put',
): Promise<{ readonly allowed: boolean; readonly answer: string }> {
  const s3 = new S3({
    region: REGION,
    endpoint: sandbox.url,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: {
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey.reveal(),
      ...(credentials.sessionToken && { sessionToken: credentials.sessionToken.reveal() }),
    },
  })
  try {
    if (deed === 'put') await s3.putObject({ Bucket: 'my-bucket', Key: 'new.txt', Body: 'x' })
    else await s3.getObject({ Bucket: 'my-bucket', Key: 'hello.txt' })
    return { allowed: true, answer: 'OK' }
  } catch (error) {
    return { allowed: false, answer: error instanceof Error ? error.name : 'failed' }
  } finally {
    s3.destroy()
  }
}
