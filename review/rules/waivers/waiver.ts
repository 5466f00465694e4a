import type { Place } from '../../../core/place.ts'
import type { Waiver } from '../../model/judgement.ts'
import { defined } from '../../../core/language/defined.ts'

const COMMENT = /(?:^|\s)#\s*daypass:\s*waive\b(.*)$/
const RULE = /^[A-Z]{3}\d{3}$/
const UNTIL = /^until=(\d{4}-\d\d-\d\d)$/
const FINGERPRINT = /^fingerprint=([0-9a-f]{16})$/

/**
 * The waivers in a role's file: comments of the form
 *
 * `# daypass: waive ACC011 until=2027-01-31 reason=the bucket's name is random`
 *
 * Several rules are separated by commas or spaces, `fingerprint=` narrows it to one finding, and the reason goes to the
 * end of the line. The day is the first that is no longer waived, UTC. What cannot be read is left out of the waiver,
 * which then waives nothing; rule HYG006 says so.
 */
export function readWaivers(text: string, file: string): readonly Waiver[] {
  if (!text.includes('waive')) return []
  return text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const match = COMMENT.exec(line)
    if (match === null) return []
    const column = line.indexOf('#', match.index) + 1
    return [readWaiver(match[1] ?? '', { file, line: index + 1, column })]
  })
}

function readWaiver(words: string, place: Place): Waiver {
  const [head = '', ...reasons] = words.split(/\breason=/)
  const reason = reasons.join('reason=').trim()
  const parts = head.split(/[\s,]+/).filter((part) => part !== '')
  const fingerprint = parts.flatMap((part) => FINGERPRINT.exec(part)?.[1] ?? [])[0]
  const until = parts.flatMap((part) => dayOf(UNTIL.exec(part)?.[1]) ?? [])[0]
  return {
    rules: parts.filter((part) => RULE.test(part)),
    ...defined({ fingerprint }),
    ...(reason === '' ? {} : { reason }),
    ...defined({ until }),
    place,
  }
}

/** The beginning of a day as `YYYY-MM-DD`, UTC; undefined for what is none. */
export function dayOf(text: string | undefined): Date | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  const day = new Date(`${text}T00:00:00Z`)
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
  return isDay ? day : undefined
}

/** The longest life of a waiver. What is still right after a year is said again, and looked at again. */
const DAYS_MAX = 366
const DAY_MS = 86_400_000

/** Why a waiver waives nothing; undefined when it is in force. */
export function faultOfWaiver(waiver: Waiver, now: Date): string | undefined {
  if (waiver.rules.length === 0) return 'names no rule'
  if (waiver.reason === undefined) return 'gives no reason'
  if (waiver.until === undefined) return 'has no end'
  if (waiver.until <= now) return `ended on ${dayText(waiver.until)}`
  if (waiver.until.getTime() > now.getTime() + DAYS_MAX * DAY_MS)
    return `ends on ${dayText(waiver.until)}, more than a year from now`
  return undefined
}

function dayText(day: Date): string {
  return day.toISOString().slice(0, 10)
}

/** Whether a waiver waives no more, and for no longer, than one that was agreed to. Its reason may be put otherwise. */
export function isWithin(waiver: Waiver, agreed: Waiver): boolean {
  return (
    waiver.rules.every((rule) => agreed.rules.includes(rule)) &&
    (agreed.fingerprint === undefined || agreed.fingerprint === waiver.fingerprint) &&
    (waiver.until ?? NEVER) <= (agreed.until ?? NEVER)
  )
}

const NEVER = new Date(8.64e15)

/** Whether a waiver that is in force covers a finding of its role. */
export function coversFinding(
  waiver: Waiver,
  finding: { readonly rule: string; readonly fingerprint: string },
): boolean {
  if (!waiver.rules.includes(finding.rule)) return false
  return waiver.fingerprint === undefined || waiver.fingerprint === finding.fingerprint
}
