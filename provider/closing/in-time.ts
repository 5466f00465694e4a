import type { Clock } from '../../core/clock.ts'

/** Does work that can see when its time is over; the work says what that means, and what it leaves goes on by itself. */
export async function inTime<T>(
  clock: Pick<Clock, 'alarm'>,
  milliseconds: number,
  work: (late: Promise<'late'>) => Promise<T>,
): Promise<T> {
  let cancel: (() => void) | undefined
  const late = new Promise<'late'>((resolve) => {
    cancel = clock.alarm(Math.max(0, milliseconds), () => {
      resolve('late')
    })
  })
  try {
    return await work(late)
  } finally {
    cancel?.()
  }
}
