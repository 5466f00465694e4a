import type { Report, ReportedLease } from './gather.ts'

type Time = Pick<Report, 'from' | 'to'>

/** A bar of the timeline; all numbers are percent. */
export interface Placed {
  readonly lease: ReportedLease
  readonly left: number
  readonly width: number
  /** Of the bar's own width. */
  readonly notches: readonly number[]
}

const LANES_MAX = 24
const BARS_MAX = 2000

/** A bar is seen even when its lease lived for seconds. */
const WIDTH_MIN = 0.25

/** Puts leases into lanes, so that none covers another; those without room are only counted. */
export function placeInLanes(
  leases: readonly ReportedLease[],
  time: Time,
): { readonly lanes: readonly (readonly Placed[])[]; readonly hidden: number } {
  const lanes: Placed[][] = []
  let drawn = 0
  for (const lease of leases) {
    const placed = place(lease, time)
    const free = lanes.find((lane) => endOf(lane.at(-1)) <= placed.left)
    if (drawn >= BARS_MAX || (free === undefined && lanes.length >= LANES_MAX)) continue
    if (free === undefined) lanes.push([placed])
    else free.push(placed)
    drawn++
  }
  return { lanes, hidden: leases.length - drawn }
}

function place(lease: ReportedLease, time: Time): Placed {
  const start = percent(lease.from, time)
  const end = percent(lease.until, time)
  const width = Math.max(end - start, WIDTH_MIN)
  const left = Math.min(start, 100 - width)
  const notches = lease.postponedAt.map((at) =>
    rounded(Math.min(100, Math.max(0, ((percent(at, time) - left) / width) * 100))),
  )
  return { lease, left: rounded(left), width: rounded(width), notches }
}

function endOf(last: Placed | undefined): number {
  return last === undefined ? -Infinity : last.left + last.width
}

/** What lies outside of the time is drawn at its edge. */
function percent(at: Date, { from, to }: Time): number {
  const share = (at.getTime() - from.getTime()) / Math.max(1, to.getTime() - from.getTime())
  return Math.min(1, Math.max(0, share)) * 100
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

const HOUR_MS = 3_600_000
const STEPS_MS = [HOUR_MS / 6, HOUR_MS / 2, HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS]
const DAY_MS = 24 * HOUR_MS
const TICKS_MAX = 8

/** Where the axis is labelled: at whole hours or days, at most eight times. */
export function ticksOf({ from, to }: Time): readonly { left: number; label: string }[] {
  const length = to.getTime() - from.getTime()
  const steps = [...STEPS_MS, ...[1, 2, 7, 14, 30, 90].map((days) => days * DAY_MS)]
  const step = steps.find((each) => length / each <= TICKS_MAX) ?? 365 * DAY_MS
  const ticks: { left: number; label: string }[] = []
  for (let at = Math.ceil(from.getTime() / step) * step; at < to.getTime(); at += step) {
    const date = new Date(at)
    const left = rounded(percent(date, { from, to }))
    // A label at the very edge would be cut off.
    if (left > 94) continue
    const label = step < DAY_MS ? date.toISOString().slice(11, 16) : date.toISOString().slice(5, 10)
    ticks.push({ left, label })
  }
  return ticks
}
