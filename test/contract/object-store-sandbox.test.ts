import { after } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { s3Objects } from '../../state/s3-objects.ts'
import { serverUsed } from '../support/servers-used.ts'
import { testObjectStore } from './object-store.ts'

const sandbox = await startSandbox()
serverUsed('sandbox')
after(async () => {
  await sandbox.stop()
})

testObjectStore({
  name: 'S3 in the sandbox',
  rounds: 4,
  open: () =>
    s3Objects(
      { kind: 's3', bucket: 'daypass-state', prefix: 'some/where', endpoint: sandbox.url },
      { clock: systemClock, credentials: sandbox.root },
    ),
})
