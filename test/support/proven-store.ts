import { randomBytes } from 'node:crypto'
import { systemClock } from '../../core/clock.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { addVersion } from '../../sandbox/world/bucket.ts'
import { STORE_KEY } from '../../state/documents/keys.ts'
import { newNonce } from '../../state/documents/nonce.ts'
import { provenAt, storeDocumentText } from '../../state/proof/store-proof.ts'
import { s3Objects } from '../../state/s3/s3-objects.ts'

/** Leaves a proof in the sandbox's own bucket, as a process before would have: a probe takes some forty requests. */
export function proveStore({ url, world }: Sandbox, prefix = ''): void {
  const bucket = world.buckets.get('daypass-state')
  if (bucket === undefined) throw new Error('the sandbox has no bucket daypass-state')
  const location = { kind: 's3', bucket: bucket.name, prefix, endpoint: url } as const
  const { place } = s3Objects(location, { clock: systemClock })
  const now = systemClock.now()
  const nonce = newNonce((size) => randomBytes(size))
  addVersion(bucket, {
    key: prefix === '' ? STORE_KEY : `${prefix}/${STORE_KEY}`,
    versionId: 'null',
    deleteMarker: false,
    body: Buffer.from(storeDocumentText({ proof: provenAt([], place, now), swept: {} }, nonce)),
    etag: '"proven"',
    modifiedAt: now,
    headers: {},
    tags: {},
  })
}
