import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processLine } from '../../core/language/process-line.ts'
import type { Session } from '../session.ts'
import type { CredentialsEndpoint } from './credentials-endpoint.ts'
import { handedRegion } from './handed-region.ts'

/** A file in the form of AWS's config, in a folder of its own. */
export interface ProfileFile {
  readonly file: string
  /** Removes it, and its folder. */
  readonly remove: () => void
}

/**
 * Writes profiles whose credentials come from the endpoint. There is no secret in the file: its readers have the token in
 * their environment. A daypass that is killed outright leaves it; it leads nowhere then.
 *
 * @throws `request-invalid` where daypass lies in a folder whose name no such file can say.
 */
export function writeProfiles(
  session: Session,
  names: readonly string[],
  endpoint: CredentialsEndpoint,
): ProfileFile {
  const region = handedRegion(session)
  const sections = names.map((name) => {
    const words = [...session.context.self, 'exec-credentials', endpoint.url(name)]
    const line = processLine(words, process.platform)
    return [
      `[profile ${name}]`,
      `credential_process = ${line}`,
      ...(region === undefined ? [] : [`region = ${region}`]),
      '',
    ].join('\n')
  })
  const folder = mkdtempSync(join(tmpdir(), 'daypass-exec-'))
  const file = join(folder, 'config')
  writeFileSync(file, sections.join('\n'), { mode: 0o600 })
  return {
    file,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
