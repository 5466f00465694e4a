import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { directoryObjects } from '../../state/directory/directory-objects.ts'
import { leaseStore } from '../../state/leases.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { testLeaseStore } from './lease-store.ts'

const ports = { clock: systemClock, random: (size: number) => randomBytes(size) }

const memory = memoryObjects({ pageSize: 3 })
testLeaseStore({ name: 'memory', open: () => leaseStore(memory, ports) })

const directory = mkdtempSync(join(tmpdir(), 'daypass-leases-'))
after(() => {
  rmSync(directory, { recursive: true })
})
testLeaseStore({
  name: 'directory',
  open: () => leaseStore(directoryObjects(directory, ports), ports),
})
