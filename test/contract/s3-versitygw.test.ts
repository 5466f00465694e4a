import { after, test } from 'node:test'
import { startVersitygw } from '../support/file-servers.ts'
import { KNOWN_SERVERS } from './known-servers.ts'
import { testS3Server } from './s3-server.ts'

const server = await startVersitygw()
if ('skip' in server) {
  test('the Versity gateway keeps the contracts', { skip: server.skip })
} else {
  after(async () => {
    await server.stop()
  })
  await testS3Server({
    name: 'the Versity gateway',
    endpoint: server.endpoint,
    credentials: server,
    known: KNOWN_SERVERS['Versity gateway'],
    rounds: 3,
  })
}
