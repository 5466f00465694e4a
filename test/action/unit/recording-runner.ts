import { randomBytes } from 'node:crypto'
import { systemClock } from '../../../core/clock.ts'
import type { Environment } from '../../../assembly/settings.ts'
import type { Runner } from '../../../action/runner/runner.ts'

/** A runner that keeps what it is told. */
export interface RecordingRunner extends Runner {
  /** What was saved last. */
  readonly left: () => string
  /** Lines of the log, each after its kind. */
  readonly log: readonly string[]
  readonly masked: readonly string[]
  readonly exported: ReadonlyMap<string, string>
}

/** A runner for one step in memory. */
export function recordingRunner(
  options: { env?: Environment; inputs?: Readonly<Record<string, string>> } = {},
): RecordingRunner {
  const { env = {}, inputs = {} } = options
  const log: string[] = []
  const masked: string[] = []
  const exported = new Map<string, string>()
  let saved = ''
  return {
    env,
    home: '/home/nobody',
    host: { name: 'loopback', boot: 'first' },
    clock: systemClock,
    random: randomBytes,
    input: (name) => inputs[name] ?? '',
    saved: () => saved,
    save: (text) => {
      saved = text
    },
    mask: (text) => void masked.push(text),
    exportVariable: (name, value) => {
      exported.set(name, value)
    },
    setOutput: () => undefined,
    info: (text) => void log.push(`say ${text}`),
    notice: (text) => void log.push(`notice ${text}`),
    warn: (text) => void log.push(`warn ${text}`),
    fail: (text, title, place) =>
      void log.push(
        `fail ${title} ${place === undefined ? '' : `${place.file}:${place.line} `}${text}`,
      ),
    summarise: () => Promise.resolve(),
    onStop: () => undefined,
    left: () => saved,
    log,
    masked,
    exported,
  }
}
