import type { Problem } from '../../core/errors.ts'
import { trace } from '../../core/language/scrub.ts'
import type { Context } from '../process/context.ts'
import type { Described } from '../error-text.ts'
import { jsonLine } from '../../core/language/json-text.ts'
import { oneLine } from '../../core/language/one-line.ts'
import type { CommandSettings } from '../settings.ts'
import { type Style, styleFor } from './style.ts'

/** What is said to a person on standard error. Nothing here fails: a lease is not lost because nobody listens. */
export interface Reporter {
  /** Something good to know; silent with `--quiet`. */
  note(text: string): Promise<void>
  /** Something that should be looked at. */
  warn(text: string): Promise<void>
  /** An error with its problems and its hint. */
  fail(described: Described, error?: unknown): Promise<void>
  /** A line as it is, for programs that read along. */
  raw(line: string): Promise<void>
  /** Shows that something is under way while work goes on, where a person looks on. */
  during<T>(text: string, work: () => Promise<T>): Promise<T>
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FIRST_AFTER_MS = 400
const NEXT_AFTER_MS = 100

/** Speaks to standard error as the settings ask. */
export function reporterOn(context: Context, settings: CommandSettings): Reporter {
  const { stderr, env } = context
  const style = styleFor(stderr, settings.color, env)
  const raw = async (line: string): Promise<void> => {
    await stderr.write(`${line}\n`).catch(() => undefined)
  }
  const animated = stderr.terminal && !settings.quiet && env['TERM'] !== 'dumb'
  return {
    raw,
    note: async (text) => {
      if (!settings.quiet) await raw(oneLine(text))
    },
    warn: async (text) => {
      await raw(`${style('yellow', 'warning:')} ${oneLine(text)}`)
    },
    fail: async (described, error) => {
      await raw(settings.json ? errorJson(described) : errorLines(described, style))
      if (env['DAYPASS_DEBUG'] === '1' && error !== undefined) await raw(traceLines(error))
    },
    during: async (text, work) =>
      animated ? await spin(context, style('dim', text), work) : await work(),
  }
}

function errorLines({ message, hint, problems }: Described, style: Style): string {
  const lines = problems.map((problem) => `  ${oneLine(problemLine(problem))}`)
  const cure = hint === undefined ? [] : [`${style('bold', 'hint:')} ${oneLine(hint)}`]
  return [`${style('red', 'error:')} ${oneLine(message)}`, ...lines, ...cure].join('\n')
}

/** `roles/x.yaml:3:15: what is wrong`, as compilers write it, so that editors and CI find the place. */
export function problemLine({ message, place, path }: Problem): string {
  if (place !== undefined) return `${place.file}:${place.line}:${place.column}: ${message}`
  return path.length === 0 || message.startsWith(String(path[0]))
    ? message
    : `${path.join('.')}: ${message}`
}

function errorJson({ code, message, hint, problems }: Described): string {
  const listed = problems.map(({ path, message: text, place }) => ({
    path,
    message: text,
    ...place,
  }))
  return jsonLine({ error: { code, message, hint, problems: listed } }).trimEnd()
}

function traceLines(error: unknown): string {
  return trace(error).trimEnd().split('\n').map(oneLine).join('\n')
}

async function spin<T>(context: Context, text: string, work: () => Promise<T>): Promise<T> {
  const draw = (text: string): void =>
    void context.stderr.write(`\r\u001b[2K${text}`).catch(() => undefined)
  let frame = 0
  const step = (): void => {
    draw(`${FRAMES[frame % FRAMES.length] ?? ''} ${text}`)
    frame += 1
  }
  let timer = setTimeout(() => {
    step()
    timer = setInterval(step, NEXT_AFTER_MS)
  }, FIRST_AFTER_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (frame > 0) draw('')
  }
}
