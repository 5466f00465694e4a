import { after, test } from 'node:test'
import { startRgw } from '../support/rgw.ts'
import { THOROUGH } from '../support/thorough.ts'
import { KNOWN_SERVERS } from './known-servers.ts'
import { testS3Server } from './s3-server.ts'

const rgw = await startRgw()
if ('skip' in rgw) {
  test('Ceph RGW keeps the contracts', { skip: rgw.skip })
} else {
  after(async () => {
    await rgw.stop()
  })
  await testS3Server({
    name: 'Ceph RGW',
    endpoint: rgw.endpoint,
    credentials: rgw,
    known: KNOWN_SERVERS['Ceph RGW'],
    rounds: THOROUGH ? 12 : 3,
  })
}
