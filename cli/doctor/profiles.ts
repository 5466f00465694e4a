import { awsFiles, readProfiles } from '../../assembly/aws-files.ts'
import { parseDuration } from '../../core/language/duration.ts'
import { LEAST_SECONDS } from '../credential-process/issue-for-process.ts'
import type { StoreFinding } from '../../state/objects.ts'
import type { Session } from '../session.ts'

/** Looks for profiles of AWS's files that ask daypass for leases so short that tools ask again and again. */
export function checkProfiles({ context: { env, home } }: Session): Promise<StoreFinding[]> {
  const profiles = readProfiles(awsFiles(env, home ?? ''))
  const found = [...profiles].flatMap(
    ([name, { credential_process: line = '' }]): StoreFinding[] => {
      const ttl = /\bissue\b.*--format[ =]credential-process/.test(line) ? ttlIn(line) : undefined
      if (ttl === undefined || (parseDuration(ttl) ?? LEAST_SECONDS) >= LEAST_SECONDS) return []
      const detail = `AWS tools start daypass for nearly every request of profile ${name}: they want credentials that last longer than ${ttl}`
      const cure = 'leave --ttl out of its credential_process, or give 30m or more'
      return [{ name: 'profile', status: 'unknown', detail, cure }]
    },
  )
  return Promise.resolve(found)
}

function ttlIn(line: string): string | undefined {
  return /--ttl[ =]'?"?(\w+)/.exec(line)?.[1]
}
