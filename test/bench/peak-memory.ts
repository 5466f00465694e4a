import { readFileSync, readdirSync } from 'node:fs'

const EVERY_MILLISECONDS = 5

/**
 * The peak memory, in KiB, of any provider at home in a folder while something is done; 0 where there is no `/proc`.
 * The kernel keeps the peak: a look shortly before the end is enough.
 */
export async function peakDuring(folder: string, work: () => Promise<unknown>): Promise<number> {
  let peak = 0
  const timer = setInterval(() => {
    for (const id of processIds()) peak = Math.max(peak, peakOf(id, folder))
  }, EVERY_MILLISECONDS)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return peak
}

function processIds(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

/** 0 for processes that have gone, or are none of that folder. */
function peakOf(id: string, folder: string): number {
  try {
    const isOurs = readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('main.mjs')
    if (!isOurs) return 0
    const status = readFileSync(`/proc/${id}/status`, 'utf8')
    const environ = readFileSync(`/proc/${id}/environ`, 'utf8')
    if (!environ.includes(folder)) return 0
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0)
  } catch {
    return 0
  }
}
