import { DaypassError, isDaypassError } from '../../core/errors.ts'

/** Whether an error is the operating system's, with one of the given codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

/**
 * A failed file operation in the domain's words; what is already in them stays as it is.
 *
 * @throws what is no error of the operating system: a fault of daypass itself.
 */
export function directoryError(error: unknown, directory: string): DaypassError {
  if (isDaypassError(error)) return error
  if (!(error instanceof Error && 'code' in error)) throw error
  if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) {
    return new DaypassError('state-denied', `the state directory ${directory} is not accessible`, {
      cause: error,
      hint: `give your user the right to read and write in ${directory}`,
    })
  }
  if (hasCode(error, 'ENOTDIR')) {
    return new DaypassError('state-not-found', `${directory} is not a directory`, {
      cause: error,
      hint: 'name a directory in the state URL',
    })
  }
  if (hasCode(error, 'ENAMETOOLONG')) {
    return new DaypassError('state-unavailable', 'a name is too long for a state directory', {
      cause: error,
      hint: 'keep the state in a bucket',
    })
  }
  return new DaypassError('state-unavailable', `the state directory failed: ${error.message}`, {
    cause: error,
  })
}
