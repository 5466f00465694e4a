const TICK_MILLISECONDS = 20

/**
 * Seconds that work takes by the ticks of a timer beside it: what others on the machine take of the processor does not
 * count, for ticks then stay out.
 */
export async function loopSeconds(work: () => Promise<void>): Promise<number> {
  let ticks = 0
  const timer = setInterval(() => (ticks += 1), TICK_MILLISECONDS)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return (ticks * TICK_MILLISECONDS) / 1000
}
