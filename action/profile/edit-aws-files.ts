import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { withFileLock } from '../files/file-lock.ts'
import { readPrivateFile, writePrivateFile } from '../files/private-file.ts'
import type { PostProfile } from '../post-state/post-state.ts'
import type { Runner } from '../runner/runner.ts'
import type { PlannedSection } from './plan-profiles.ts'
import { withSection, withoutSection } from './section-text.ts'

type Disk = Pick<Runner, 'clock' | 'random'>

/** Writes sections into their files. Each file changes in one step; all other lines stay as they are. */
export async function writeSections(
  disk: Disk,
  sections: readonly PlannedSection[],
): Promise<void> {
  for (const section of sections) {
    await edit(disk, section.file, (text) => withSection(text, section))
  }
}

/** Removes a section that is still ours. A file that is then empty goes too. */
export async function removeSection(
  disk: Disk,
  { file, section, mark }: PostProfile,
): Promise<void> {
  await edit(disk, file, (text) => withoutSection(text, section, mark))
}

const LOCK = { waitMs: 15_000, staleMs: 10_000 }

/** Other jobs on this machine may share the user's home. */
async function edit(disk: Disk, file: string, change: (text: string) => string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  await withFileLock(`${file}.daypass-lock`, { ...disk, ...LOCK }, () => {
    const before = readPrivateFile(file)
    const after = change(before ?? '')
    if (after === (before ?? '')) return
    if (after === '') rmSync(file)
    else writePrivateFile(file, after, disk.random)
  })
}
