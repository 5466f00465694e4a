import { after, test } from 'node:test'
import { startMoto } from '../support/moto.ts'
import { KNOWN_SERVERS } from './known-servers.ts'
import { testS3Server } from './s3-server.ts'

const moto = await startMoto()
if ('skip' in moto) {
  test('moto keeps the contracts', { skip: moto.skip })
} else {
  after(async () => {
    await moto.stop()
  })
  await testS3Server({
    name: 'moto',
    endpoint: moto.endpoint,
    credentials: moto,
    known: KNOWN_SERVERS.moto,
    rounds: 1,
  })
}
