import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { directoryObjects } from '../../state/directory/directory-objects.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { testObjectStore } from './object-store.ts'

const memory = memoryObjects()
testObjectStore({ name: 'memory', open: () => memory })

const directory = mkdtempSync(join(tmpdir(), 'daypass-state-'))
after(() => {
  rmSync(directory, { recursive: true })
})
testObjectStore({
  name: 'directory',
  open: () => directoryObjects(directory, { clock: systemClock }),
})
