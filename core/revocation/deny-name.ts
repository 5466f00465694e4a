import { timestamp } from '../clock.ts'

/** The id of one who writes a deny: 72 random bits, after the end of the policy where no ledger will last that long. */
export const WRITER_PATTERN = /^(?:\d{8}T\d{6}Z-)?[0-9a-f]{18}$/

/** The name of every policy that daypass makes on a role or user. None other is ever removed. */
export const DENY_NAME_PATTERN =
  /^daypass-deny-(?:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-)?[0-9a-f]{18}$/

/** The id of a writer whose policy is of use until an end that its name says: a whole second. */
export function endingWriter(end: Date, id: string): string {
  return `${timestamp(end).replaceAll(/[-:]/g, '')}-${id}`
}

/** The end that a policy's name says; undefined where it says none, and where it is none of ours. */
export function endInName(name: string): Date | undefined {
  const [, year, month, day, hour, minute, second] = DENY_NAME_PATTERN.exec(name) ?? []
  if (year === undefined) return undefined
  const end = new Date(
    `${year}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`,
  )
  return Number.isNaN(end.getTime()) ? undefined : end
}
