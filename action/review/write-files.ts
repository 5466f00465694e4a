import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatReview } from '../../review/format/format-review.ts'
import type { Review } from '../../review/model/review.ts'
import type { Runner } from '../runner/runner.ts'

const FILES = [
  { output: 'markdown-file', name: 'review.md', format: 'markdown' },
  { output: 'json-file', name: 'review.json', format: 'json' },
  { output: 'sarif-file', name: 'review.sarif', format: 'sarif' },
] as const

/** As files, a review may be as long as it is. */
const CHARACTERS_MAX = 20_000_000

/**
 * Writes the whole review for later steps, which may upload it. Into the runner's temporary directory: what lies in the
 * working tree may be links of somebody else's.
 */
export async function writeFiles(
  review: Review,
  { key, version }: { readonly key: string; readonly version: string },
  runner: Pick<Runner, 'env' | 'setOutput'>,
): Promise<void> {
  const folder = join(runner.env['RUNNER_TEMP'] ?? tmpdir(), 'daypass-review', key)
  await mkdir(folder, { recursive: true })
  for (const { output, name, format } of FILES) {
    const path = join(folder, name)
    await writeFile(path, formatReview(review, format, { version, charactersMax: CHARACTERS_MAX }))
    runner.setOutput(output, path)
  }
}
