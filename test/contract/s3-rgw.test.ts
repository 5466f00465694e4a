import { after, test } from 'node:test'
import { startRgw } from '../support/rgw.ts'
import { THOROUGH } from '../support/thorough.ts'
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
    // Pacific (16.2), as in Debian 12.
    behaviour: {
      quotedIfMatch: 'refuses',
      ifMatchOfNothing: 412,
      staleDelete: 'deletes',
      foreignOwner: 'ignores',
      versionedBucket: 'ignores',
    },
    rounds: THOROUGH ? 12 : 3,
  })
}
