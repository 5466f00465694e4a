import type { EndResult } from '../../core/lease/end-lease.ts'
import { time } from '../printing/times.ts'

/** What became of a lease, as the end of a sentence that begins with its id. */
export function endText(result: EndResult): string {
  switch (result.status) {
    case 'revoked':
      return 'revoked'
    case 'ended':
      return `ended already at ${time(result.at)} (${result.outcome})`
    case 'pending':
      return `not revoked by this command: ${result.reason}`
    case 'ends_at':
      return `works until ${time(result.at)}: ${result.reason}`
  }
}

/** The same for programs. */
export function endDocument(result: EndResult): Readonly<Record<string, unknown>> {
  switch (result.status) {
    case 'revoked':
      return { status: 'revoked', at: time(result.at) }
    case 'ended':
      return { status: 'ended', at: time(result.at), outcome: result.outcome }
    case 'pending':
      return { status: 'pending', reason: result.reason }
    case 'ends_at':
      return { status: 'ends_at', at: time(result.at), reason: result.reason }
  }
}
