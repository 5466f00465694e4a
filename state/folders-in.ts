import { DaypassError } from '../core/errors.ts'
import type { ObjectStore } from './objects.ts'

/** What a page of S3 holds: so many keys of one folder are passed over before the listing skips the rest of it. */
const PASSED_OVER_MAX = 1000

/**
 * Names of the folders right below another, each once, whoever wrote into them and whatever lies there. Large folders
 * are skipped whole: a listing goes on behind them.
 *
 * @param parent - ends in `/`.
 * @throws `state-unsafe` when the store lists again what was to be skipped.
 */
export async function* foldersIn(objects: ObjectStore, parent: string): AsyncGenerator<string> {
  let skipped: string | undefined
  for (;;) {
    // '0' is the character after '/': no key of the folder sorts behind it, and none of another before.
    const after = skipped === undefined ? '' : `${parent}${skipped}0`
    let last: string | undefined
    let alike = 0
    for await (const key of objects.list(parent, { after })) {
      const end = key.indexOf('/', parent.length)
      if (end < 0) continue
      const folder = key.slice(parent.length, end)
      if (folder === skipped) throw notSkipped()
      alike = folder === last ? alike + 1 : 0
      if (alike === 0) yield folder
      last = folder
      if (alike === PASSED_OVER_MAX) break
    }
    if (alike < PASSED_OVER_MAX) return
    skipped = last
  }
}

function notSkipped(): DaypassError {
  return new DaypassError(
    'state-unsafe',
    'the state store lists keys from before the place asked for',
    {
      hint: 'use Amazon S3, or an S3 server that lists in byte order and honours start-after',
    },
  )
}
