import { after, test } from 'node:test'
import { startMinio } from '../support/file-servers.ts'
import { KNOWN_SERVERS } from './known-servers.ts'
import { testS3Server } from './s3-server.ts'

const server = await startMinio()
if ('skip' in server) {
  test('MinIO keeps the contracts', { skip: server.skip })
} else {
  after(async () => {
    await server.stop()
  })
  await testS3Server({
    name: 'MinIO',
    endpoint: server.endpoint,
    credentials: server,
    known: KNOWN_SERVERS.MinIO,
    rounds: 3,
  })
}
