import type { DaypassError } from '../../core/errors.ts'
import type { EndResult } from '../../core/lease/end-lease.ts'
import { timeText } from '../printing/times.ts'

/** What became of a lease, as the end of a sentence that begins with its id. */
export function endText(result: EndResult): string {
  switch (result.status) {
    case 'revoked':
      return `revoked${unrecordedText(result)}${leftText(result)}`
    case 'ended':
      return `ended already at ${timeText(result.at)} (${result.outcome})${leftText(result)}`
    case 'pending':
      return `not revoked by this command: ${result.reason}`
    case 'ends_at':
      return `works until ${timeText(result.at)}: ${result.reason}`
  }
}

/** The same for programs. */
export function endDocument(result: EndResult): Readonly<Record<string, unknown>> {
  switch (result.status) {
    case 'revoked':
      return {
        status: 'revoked',
        at: timeText(result.at),
        ...leftDocument(result),
        ...faultDocument('unrecorded', result.unrecorded),
      }
    case 'ended':
      return {
        status: 'ended',
        at: timeText(result.at),
        outcome: result.outcome,
        ...leftDocument(result),
      }
    case 'pending':
      return { status: 'pending', reason: result.reason }
    case 'ends_at':
      return { status: 'ends_at', at: timeText(result.at), reason: result.reason }
  }
}

interface Left {
  readonly left?: DaypassError
}

/** What to say of a lease that is over and could not be removed from the state. */
export function leftText({ left }: Left): string {
  return left === undefined
    ? ''
    : `, but not removed from the state, where every sweep meets it again: ${left.code}: ${left.message}`
}

/** The same for programs. */
export function leftDocument({ left }: Left): Readonly<Record<string, unknown>> {
  return faultDocument('left', left)
}

function faultDocument(
  name: string,
  error: DaypassError | undefined,
): Readonly<Record<string, unknown>> {
  return error === undefined ? {} : { [name]: { code: error.code, message: error.message } }
}

function unrecordedText({ unrecorded }: { readonly unrecorded?: DaypassError }): string {
  return unrecorded === undefined
    ? ''
    : `, but that is on no record: ${unrecorded.code}: ${unrecorded.message}`
}
