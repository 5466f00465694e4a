/** How the process ends: exactly once, after what must be done before, and never later than the deadline. */
import { writeToStderr } from './log.ts'

/** Why the process ends. `sigterm` is also SIGHUP, the closed terminal. */
export type ExitReason = 'shutdown' | 'sigterm' | 'parent-gone' | 'crash'

/** A dead backend must not hold Terraform, which waits for `Shutdown` without a limit. */
export const END_MILLISECONDS_MAX = 10_000

/** The one end of a process. */
export interface Lifecycle {
  /** Does what must be done before the end; once, whoever asks first, and never longer than ten seconds. */
  readonly beforeEnd: (why: ExitReason) => Promise<void>
  /** The same, and then the process ends. */
  readonly end: (why: ExitReason, exitCode: number) => void
}

/**
 * Takes over the signals and the crashes of this process. SIGINT comes from the terminal to Terraform and to the plugin
 * alike and only interrupts what is pending: Terraform goes on asking.
 */
export function takeOver(hooks: {
  readonly beforeEnd: (why: ExitReason) => Promise<void>
  readonly interrupt: () => void
}): Lifecycle {
  let ending: Promise<void> | undefined
  const beforeEnd = (why: ExitReason): Promise<void> =>
    (ending ??= withDeadline(hooks.beforeEnd(why)).catch((error: unknown) => {
      writeToStderr(`[ERROR] the end was not clean: ${String(error)}\n`)
    }))
  const end = (why: ExitReason, exitCode: number): void => {
    void beforeEnd(why).then(() => process.exit(exitCode))
  }
  process.on('SIGINT', hooks.interrupt)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      end('sigterm', 0)
    })
  const crash = (error: unknown): void => {
    writeToStderr(panicText(error))
    end('crash', 2)
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  return { beforeEnd, end }
}

/** Terraform shows what follows `panic: ` on stderr, and nothing else of a plugin that is gone. */
function panicText(error: unknown): string {
  const { message, stack = '' } = error instanceof Error ? error : { message: String(error) }
  return `panic: ${message}\n\n${stack}\n`
}

async function withDeadline(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, END_MILLISECONDS_MAX)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
