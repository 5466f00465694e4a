/** A time to the minute, as people read it: `2027-01-31 14:10 UTC`; a day alone at midnight. */
export function formatTime(time: Date): string {
  const text = time.toISOString()
  const day = text.slice(0, 10)
  return text.slice(11, 16) === '00:00' ? day : `${day} ${text.slice(11, 16)} UTC`
}
