import { DaypassError } from '../core/errors.ts'
import { defined } from '../core/language/defined.ts'
import { cureOf } from '../core/reason.ts'
import { CURES } from './cures.ts'

/** The same error with the words of this face on its reason. It has no text of its own for a code: programs decide by it. */
export function cured(error: DaypassError): DaypassError {
  const { code, message, problems, madeNothing, cause } = error
  const hint = cureOf(CURES, error)
  return new DaypassError(code, message, { cause, problems, madeNothing, ...defined({ hint }) })
}
