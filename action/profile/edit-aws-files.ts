import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { withFileLock } from '../../assembly/files/file-lock.ts'
import { fileMode, readPrivateBytes, writePrivateFile } from '../../assembly/files/private-file.ts'
import type { PostProfile } from '../post-state/post-state.ts'
import type { Runner } from '../runner/runner.ts'
import type { PlannedSection } from './plan-profiles.ts'
import type { ProfilePlace } from './profile-place.ts'
import { refuseForeignSection } from './refuse-foreign-profile.ts'
import { withMark, withSection, withoutSection } from './section-text.ts'

type Disk = Pick<Runner, 'clock' | 'random'>

/** What becomes of a file: its text, undefined where it is to go, and its mode where that is another then. */
interface Edited {
  readonly text: string | undefined
  readonly mode?: number | undefined
}

/**
 * Writes sections into their files, all or none. Each file changes in one step; all other bytes stay as they are. A file
 * with secrets is closed to others, and has its mode again when the section goes. Whose a section is, is asked under the
 * file's lock: of jobs that begin together one has it.
 *
 * @throws `request-invalid` for a profile of somebody else.
 */
export async function writeSections(
  disk: Disk,
  sections: readonly PlannedSection[],
  place: ProfilePlace,
): Promise<void> {
  const written: PlannedSection[] = []
  try {
    for (const section of sections) {
      await edit(disk, section.file, (text, mode) => {
        refuseForeignSection(section, text, place, disk.clock.now())
        return edited(text, section, mode)
      })
      written.push(section)
    }
  } catch (error) {
    // Post looks again.
    for (const { file, name, lease } of written)
      await removeSection(disk, { file, section: name, lease }).catch(() => undefined)
    throw error
  }
}

/** Removes a section that is still ours. A file that was made for it goes too. */
export async function removeSection(
  disk: Disk,
  { file, section, lease }: PostProfile,
): Promise<void> {
  if (!existsSync(file)) return
  await edit(disk, file, (text = '') => {
    const { rest, mode } = withoutSection(text, { name: section, lease })
    return { text: rest, mode: mode === undefined ? undefined : Number.parseInt(mode, 8) }
  })
}

/** Gives a section that is still ours another mark. */
export async function markSection(
  disk: Disk,
  { file, section, lease }: PostProfile,
  mark: string,
): Promise<void> {
  if (!existsSync(file)) return
  await edit(disk, file, (text = '') => ({ text: withMark(text, { name: section, lease }, mark) }))
}

const OTHERS = 0o077

function edited(
  text: string | undefined,
  section: PlannedSection,
  mode: number | undefined,
): Edited {
  const isClosed = section.isSecret && mode !== undefined && (mode & OTHERS) !== 0
  if (!isClosed) return { text: withSection(text, section) }
  return { text: withSection(text, section, mode.toString(8)), mode: 0o600 }
}

const LOCK = { waitMs: 15_000, staleMs: 10_000 }

/** Other jobs on this machine may share the user's home. */
async function edit(
  disk: Disk,
  file: string,
  change: (text: string | undefined, mode: number | undefined) => Edited,
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  await withFileLock(`${file}.daypass-lock`, { ...disk, ...LOCK }, () => {
    // A character for each byte: what people write is not always UTF-8.
    const before = readPrivateBytes(file)?.toString('latin1')
    const present = before === undefined ? undefined : fileMode(file)
    const { text, mode = present } = change(before, present)
    if (text === before && mode === present) return
    if (text === undefined) rmSync(file)
    else writePrivateFile(file, Buffer.from(text, 'latin1'), disk.random, mode)
  })
}
