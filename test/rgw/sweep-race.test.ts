/** Two real processes sweep the same leases, whose state is in Ceph's object gateway and whose users are in the sandbox. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { S3 } from '@aws-sdk/client-s3'
import { secondsAfter, systemClock } from '../../core/clock.ts'
import { inParallel } from '../../core/language/in-parallel.ts'
import { newLeaseId } from '../../core/lease/lease-id.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { startRgw } from '../support/rgw.ts'
import { THOROUGH } from '../support/thorough.ts'

const LEASES = THOROUGH ? 200 : 60
const rgw = await startRgw()
const option = 'skip' in rgw ? { skip: rgw.skip } : {}

test(
  `of two processes that sweep ${LEASES} due leases each lease is ended by one, and no user is left`,
  option,
  async (t) => {
    if ('skip' in rgw) return
    const sandbox = await startSandbox()
    t.after(async () => {
      await sandbox.stop()
      await rgw.stop()
    })
    const { endpoint, accessKeyId, secretAccessKey } = rgw
    const credentials = { accessKeyId, secretAccessKey }
    const s3 = new S3({ region: 'us-east-1', endpoint, forcePathStyle: true, credentials })
    await s3.createBucket({ Bucket: 'race' })
    const stateUrl = `s3://race?region=us-east-1&endpoint=${encodeURIComponent(endpoint)}`
    const random = (size: number): Uint8Array => randomBytes(size)
    const { leases } = openState(parseStateUrl(stateUrl), {
      clock: systemClock,
      random,
      credentials,
    })
    await leases.ready()
    const past = secondsAfter(systemClock.now(), -3600)
    await inParallel(Array.from({ length: LEASES }), 16, async () => {
      const id = newLeaseId('race', random)
      const userName = `daypass-race-${id.slice(5)}`
      const principal = { type: 'iam_user', userName, userPath: '/daypass/' } as const
      const times = {
        issuedAt: secondsAfter(past, -600),
        expiresAt: past,
        maxExpiresAt: past,
        dueAt: past,
      }
      const facts = {
        id,
        role: 'race',
        credentialType: 'iam_user',
        holder: { kind: 'shell' },
      } as const
      await leases.create({ ...facts, principal, ...times, status: 'active' })
    })

    const errand = JSON.stringify({
      stateUrl,
      credentials,
      sandbox: { url: sandbox.url, root: sandbox.root },
    })
    const reports = await Promise.all([sweepInProcess(errand), sweepInProcess(errand)])
    const ended = reports.flat()
    assert.deepEqual([ended.length, new Set(ended).size], [LEASES, LEASES])
    // Users that never were are asked for twice each: gone is believed when IAM has said it twice.
    const looks = sandbox.requests.filter(({ action }) => action === 'GetUser')
    assert.equal(looks.length, 2 * LEASES, 'some lease was worked on twice')
    assert.ok(
      reports.every((report) => report.length > 0),
      'one process did it all: no race',
    )
  },
)

async function sweepInProcess(errand: string): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'sweeper.ts'), errand],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  assert.equal(code, 0)
  return JSON.parse(printed) as string[]
}
