import { DaypassError } from '../../core/errors.ts'
import { readPrivateBytes } from '../../assembly/files/private-file.ts'
import { nameInConfig } from './plan-profiles.ts'
import { type ProfilePlace, endOfMark, isLeftBehind } from './profile-place.ts'
import { whoseSections } from './section-text.ts'

/**
 * Refuses a profile that somebody else has written, before anything is issued for it: a person, or a job of another
 * runner that is still at it. One that an earlier job left behind is replaced.
 *
 * @throws `request-invalid`.
 */
export function refuseForeignProfile(name: string, place: ProfilePlace, now: Date): void {
  const { credentials, config } = place.files
  for (const section of [
    { file: credentials, name },
    { file: config, name: nameInConfig(name) },
  ])
    refuseForeignSection(section, readPrivateBytes(section.file)?.toString('latin1'), place, now)
}

/**
 * The same for one section, by the text of its file as it is now.
 *
 * @throws `request-invalid`.
 */
export function refuseForeignSection(
  { file, name }: { readonly file: string; readonly name: string },
  text: string | undefined,
  { writer }: Pick<ProfilePlace, 'writer'>,
  now: Date,
): void {
  const whose = whoseSections(text ?? '', name).find((mark) => !isLeftBehind(mark, writer, now))
  if (whose === undefined) return
  const end = endOfMark(whose)
  const by = end === undefined ? '' : `, of another job until ${end}`
  throw new DaypassError(
    'request-invalid',
    `${file} has a profile ${name.replace(/^profile /, '')} already${by}`,
    {
      hint:
        end === undefined
          ? 'choose another name for it, or remove the section'
          : 'give each job that shares this home a name of its own, as with github.run_id, github.job and strategy.job-index',
    },
  )
}
