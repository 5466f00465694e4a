/** Log lines as go-hclog writes them, so that Terraform knows their level (`TF_LOG`, `TF_LOG_PROVIDER`). */
import { writeSync } from 'node:fs'

/** Fields of a log line; never a secret, nothing here is redacted. */
export type LogFields = Readonly<Record<string, string | number | boolean>>

type Write = (message: string, fields?: LogFields) => void

/** Writes to stderr in the form by which `TF_LOG` shows levels, and nothing where that level is off. */
export interface Log {
  readonly trace: Write
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const
type Level = (typeof LEVELS)[number]

/** go-plugin splits longer lines and shows them raw. */
const LINE_BYTES_MAX = 60 * 1024

/** What a log needs. */
export interface LogOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: { now(): Date }
  /** Name of the module in each line. */
  readonly module: string
  readonly write: (line: string) => void
}

/** A log that writes what the environment asks for: `TF_LOG_PROVIDER`, else `TF_LOG`, else nothing. */
export function makeLog({ environment, clock, module, write }: LogOptions): Log {
  const lowest = lowestLevel(environment)
  const at =
    (level: Level): Write =>
    (message, fields = {}) => {
      if (LEVELS.indexOf(level) < lowest) return
      const line = lineOf(level, { message, module, fields, now: clock.now() })
      write(`${line}\n`)
    }
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  }
}

/** As Terraform reads it: `json` and a word it does not know mean everything. */
function lowestLevel(environment: LogOptions['environment']): number {
  const asked = (
    [environment['TF_LOG_PROVIDER'], environment['TF_LOG']].find(Boolean) ?? 'off'
  ).toLowerCase()
  if (asked === 'off') return LEVELS.length
  return Math.max(0, LEVELS.indexOf(asked as Level))
}

function lineOf(
  level: Level,
  line: {
    readonly message: string
    readonly module: string
    readonly fields: LogFields
    readonly now: Date
  },
): string {
  const head = {
    '@level': level,
    '@message': line.message,
    '@module': line.module,
    '@timestamp': line.now.toISOString().replace('Z', '000Z'),
  }
  const whole = JSON.stringify({ ...line.fields, ...head })
  if (Buffer.byteLength(whole) <= LINE_BYTES_MAX) return whole
  return JSON.stringify({ ...head, '@message': `${line.message.slice(0, 10_000)}…` })
}

/** Writes to stderr at once, also while the process ends; a reader that is gone is no error. */
export function writeToStderr(content: string): void {
  const bytes = Buffer.from(content)
  let at = 0
  while (at < bytes.length) {
    try {
      at += writeSync(2, bytes, at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
    }
  }
}
