import type { Masks } from './masks.ts'

/** A line that the runner shows at the run, and at a file where it names one. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly properties: Readonly<Record<string, string>>
}

/** What a runner makes of the lines of a process. */
export interface LineReader {
  /** Takes a line in, and answers it as the log shows it; undefined when it does not. */
  read(line: string): string | undefined
  readonly annotations: readonly Annotation[]
}

const COMMAND = /^\s*::([a-z-]+)(?: ([^:]*))?::(.*)$/s

/**
 * Reads workflow commands in the order of the lines: what is printed before its mask is not masked.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function readLines(masks: Masks, debug: boolean): LineReader {
  const annotations: Annotation[] = []
  const read = (line: string): string | undefined => {
    const [whole, command = '', parameters = '', data = ''] = COMMAND.exec(line) ?? []
    if (whole === undefined) return masks.hide(line)
    const message = unescapeData(data)
    switch (command) {
      case 'add-mask':
        masks.add(message)
        return '::add-mask::***'
      case 'error':
      case 'warning':
      case 'notice': {
        const properties = readProperties(parameters)
        annotations.push({ level: command, message: masks.hide(message), properties })
        return masks.hide(`##[${command}]${message}`)
      }
      case 'debug':
        return debug ? masks.hide(`##[debug]${message}`) : undefined
      case 'group':
        return masks.hide(`##[group]${message}`)
      case 'endgroup':
        return '##[endgroup]'
      default:
        throw new Error(`the runner knows no command ${command} any more`)
    }
  }
  return { read, annotations }
}

function readProperties(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((part) => part.includes('='))
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      return [pair.slice(0, at).trim(), unescapeProperty(pair.slice(at + 1))]
    }),
  )
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}
