import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type RequestListener, createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { examineStore } from '../../state/doctor.ts'
import { leaseStore } from '../../state/leases.ts'
import { STORE_KEY } from '../../state/documents/keys.ts'
import { s3Objects } from '../../state/s3/s3-objects.ts'

/** The package has no types. */
type S3rver = new (options: {
  directory: string
  silent: boolean
  configureBuckets: { name: string }[]
}) => { callback(): RequestListener; configureBuckets(): Promise<void> }

const directory = mkdtempSync(join(tmpdir(), 'daypass-s3rver-'))
const constructor = createRequire(import.meta.url)('s3rver') as S3rver
const s3rver = new constructor({
  directory,
  silent: true,
  configureBuckets: [{ name: 'daypass-state' }],
})
await s3rver.configureBuckets()
const server = createServer(s3rver.callback()).listen(0, '127.0.0.1')
await once(server, 'listening')
after(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  rmSync(directory, { recursive: true })
})

const ports = {
  clock: systemClock,
  random: (size: number) => randomBytes(size),
  credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
}
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const open = () => s3Objects({ kind: 's3', bucket: 'daypass-state', prefix: 'p', endpoint }, ports)

test('s3rver, which takes every condition for fulfilled, is refused every time', async () => {
  for (let start = 0; start < 2; start++) {
    const objects = open()
    const leases = leaseStore(objects, ports)
    for (let attempt = 0; attempt < 2; attempt++) {
      await assert.rejects(
        leases.ready(),
        (error) =>
          isDaypassError(error, 'state-unsafe') && error.message.includes('ignores If-None-Match'),
      )
    }
    assert.equal(await objects.get(STORE_KEY), undefined)
  }
})

test('the doctor shows what s3rver ignores', async () => {
  const findings = await examineStore(open(), ports.random)
  const conditions = findings.find(({ name }) => name === 'conditional writes')
  assert.equal(conditions?.status, 'failed')
  assert.match(conditions.detail, /ignores If-None-Match/)
  assert.match(conditions.cure ?? '', /use Amazon S3/)
})
