import { DaypassError } from '../core/errors.ts'

/** The error for a state URL, with the URL in it, but without a user or password. */
export function invalidStateUrl(text: string, what: string, hint: string): DaypassError {
  return new DaypassError(
    'state-url-invalid',
    `the state URL ${JSON.stringify(withoutUser(text))} ${what}`,
    {
      hint,
    },
  )
}

/** Somebody may have put a password into it. */
function withoutUser(text: string): string {
  return text.replace(/\/\/[^/]*@/, '//***@')
}
