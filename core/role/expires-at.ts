const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt]((?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d{1,9})?)([Zz]|[+-]\d{2}:\d{2}))?$/

/**
 * Reads a time in RFC 3339 (`2027-01-31T18:00:00Z`) or a day (`2027-01-31`: from midnight UTC). Undefined when
 * it is neither, or no day of the calendar.
 */
export function parseTime(text: string): Date | undefined {
  const [, day, clock = '00:00:00', zone = 'Z'] = TIME.exec(text) ?? []
  if (day === undefined) return undefined
  // Date takes 30 February for 2 March: compare what it made of the day.
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day)
    return undefined
  const time = new Date(`${day}T${clock}${zone.toUpperCase()}`)
  return Number.isNaN(time.getTime()) ? undefined : time
}
