import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { bundleSweepLambda } from '../../../scripts/bundle-sweep-lambda.ts'
import { root } from '../../support/source-files.ts'

/** The zip that is uploaded, made from the source at hand, for the tests of a file; answers its path. */
export async function sweepZip(): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'daypass-zip-'))
  after(() => {
    rmSync(scratch, { recursive: true })
  })
  const zip = join(scratch, 'sweep-lambda.zip')
  await bundleSweepLambda(root, zip)
  return zip
}
