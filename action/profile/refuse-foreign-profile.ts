import { DaypassError } from '../../core/errors.ts'
import { readPrivateFile } from '../files/private-file.ts'
import { nameInConfig } from './plan-profiles.ts'
import { type ProfilePlace, isLeftBehind } from './profile-place.ts'
import { whoseSection } from './section-text.ts'

/**
 * Refuses a profile that somebody else has written: a person, or a job of another runner on this machine that is still
 * at it. One that an earlier job left behind is replaced.
 *
 * @throws `request-invalid`.
 */
export function refuseForeignProfile(name: string, place: ProfilePlace, now: Date): void {
  const { credentials, config } = place.files
  for (const [file, section] of [
    [credentials, name] as const,
    [config, nameInConfig(name)] as const,
  ]) {
    const whose = whoseSection(readPrivateFile(file) ?? '', section)
    if (whose === undefined || isLeftBehind(whose, place.runner, now)) continue
    const by = whose === 'foreign' ? '' : ', of another job on this machine'
    throw new DaypassError('request-invalid', `${file} has a profile ${name} already${by}`, {
      hint: 'choose another name for it, or remove the section',
    })
  }
}
