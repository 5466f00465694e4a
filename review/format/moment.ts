/** A moment to the minute, as people read it: `2027-01-31 14:10 UTC`; a day alone where it is its first moment. */
export function formatMoment(moment: Date): string {
  const text = moment.toISOString()
  const day = text.slice(0, 10)
  return text.slice(11, 16) === '00:00' ? day : `${day} ${text.slice(11, 16)} UTC`
}
