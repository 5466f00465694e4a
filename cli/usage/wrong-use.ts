import type { Command, CommanderError } from 'commander'
import type { DaypassError } from '../../core/errors.ts'
import { usageError } from '../error-text.ts'

/** Commander's complaint about a command line, in our own form: message, then what was most likely meant. */
export function wrongUse(
  error: CommanderError,
  program: Command,
  argv: readonly string[],
): DaypassError {
  const [first = '', meant] = error.message.replace(/^error: /, '').split('\n')
  const [message = '', more] = first.split(/\.\s+/)
  const hint = meant?.replace(/^\(Did you mean /, 'did you mean ').replace(/\)$/, '') ?? more
  const help = `${pathOf(program, argv)} --help shows what it takes`
  return usageError(message.replace(/\.$/, ''), hint === undefined ? help : plain(hint))
}

/**
 * Refuses a command to run that does not stand after `--`: options meant for it would be read as options of
 * daypass, and quietly be missing. Refuses a `--` with nothing after it, where a script's variable was empty: a shell would
 * wait there for ever.
 */
export function requireSeparator(command: Command, argv: readonly string[]): void {
  const { registeredArguments, args } = command
  const index = registeredArguments.findIndex((argument) => argument.name() === 'command')
  if (index === -1) return
  const separator = argv.indexOf('--')
  const after = separator === -1 ? [] : argv.slice(separator + 1)
  const before = args.slice(0, args.length - after.length)
  const ofItsOwn = 'profile' in command.opts() ? 0 : index
  const call = ['daypass', command.name()]
  if (separator !== -1 && after.length === 0)
    throw usageError('no command stands after --', 'leave -- out for a shell')
  if (before.length < ofItsOwn && after.length > 0)
    throw usageError('no role is named before --', [...call, '<role>', '--', ...after].join(' '))
  if (before.length <= ofItsOwn) return
  const line = [...call, ...before.slice(0, ofItsOwn), '--', ...before.slice(ofItsOwn), ...after]
  throw usageError('the command to run has to stand after --', line.join(' '))
}

function plain(hint: string): string {
  const text = hint.replace(/\.$/, '')
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** The words that name the command, as far as they are known: `daypass role write`. */
function pathOf(program: Command, argv: readonly string[]): string {
  const path = [program]
  for (const word of argv) {
    const found = path.at(-1)?.commands.find((command) => command.name() === word)
    if (found !== undefined) path.push(found)
  }
  return path.map((command) => command.name()).join(' ')
}
