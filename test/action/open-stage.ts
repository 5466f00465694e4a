import assert from 'node:assert/strict'
import { after, afterEach } from 'node:test'
import { cleanForEachTest } from '../support/clean-sandbox.ts'
import { useNode24 } from '../support/other-nodes.ts'
import { objectsIn } from './secrets.ts'
import { createStage, type Stage } from './stage.ts'

/** A stage for the tests of one file. */
export interface TestStage extends Stage {
  /** For each test: skips it where there is no Node 24. */
  readonly needs: { readonly skip?: string }
}

/** Where a secret may be while a job runs: the runner's own files for it, and AWS's files of the user. */
const ITS_PLACE =
  /^(GITHUB_(ENV|OUTPUT|STATE) of |home\/\.aws\/credentials: |temp\/daypass-refresh-)/

/**
 * Opens a stage for the tests of a file. Each begins with a clean sandbox; and after each
 * no secret may be in a log, a summary, a file or the state, whatever else it looked at.
 */
export async function openStage(): Promise<TestStage> {
  const node = useNode24()
  const stage = await createStage(typeof node === 'string' ? node : '')
  cleanForEachTest(stage.sandbox)
  afterEach(() => {
    const leaks = stage.takeJobs().flatMap((job) => stage.secretsOf(job))
    assert.deepEqual(
      [
        ...leaks.filter((place) => !ITS_PLACE.test(place)),
        ...stage.secrets.findIn(objectsIn(stage.sandbox)),
      ],
      [],
    )
    stage.tokens.behave()
    stage.tokens.delay(0)
  })
  after(stage.close)
  return { ...stage, needs: typeof node === 'string' ? {} : node }
}
