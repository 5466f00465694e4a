import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { systemClock } from '../../core/clock.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { active } from '../contract/lease-store.ts'

const ports = { clock: systemClock, random: (size: number) => randomBytes(size) }

test('a directory is opened from its URL, and made with the first write', async () => {
  const root = mkdtempSync(join(tmpdir(), 'daypass-open-'))
  after(() => {
    rmSync(root, { recursive: true })
  })
  const directory = join(root, 'a', 'b')
  const location = parseStateUrl(pathToFileURL(directory).href)
  const { leases } = openState(location, ports)
  const lease = active('r')
  assert.equal(await leases.read(lease.id), undefined)
  assert.equal(existsSync(directory), false)
  const stored = await leases.create(lease)
  assert.deepEqual(await openState(location, ports).leases.read(lease.id), stored)
})

test('a bucket is opened from its URL; the endpoint may come from elsewhere', async () => {
  const sandbox = await startSandbox()
  after(async () => {
    await sandbox.stop()
  })
  const lease = active('r')
  const inUrl = parseStateUrl(`s3://daypass-state/p?endpoint=${sandbox.url}`)
  const first = openState(inUrl, {
    ...ports,
    credentials: sandbox.root,
    endpoint: 'http://nowhere',
  })
  const stored = await first.leases.create(lease)
  const beside = parseStateUrl('s3://daypass-state/p')
  const second = openState(beside, {
    ...ports,
    credentials: sandbox.root,
    endpoint: sandbox.url,
    region: 'eu-central-1',
  })
  assert.deepEqual(await second.leases.read(lease.id), stored)
  assert.ok(sandbox.world.buckets.get('daypass-state')?.objects.has(`p/leases/${lease.id}.json`))
})
