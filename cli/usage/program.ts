import { Command, CommanderError, type Help } from 'commander'
import type { Context } from '../process/context.ts'
import { EXIT_TEXTS } from '../process/exit-codes.ts'
import type { Execute } from '../session.ts'
import type { CommonFlags } from '../settings.ts'
import { styleFor } from '../printing/style.ts'
import { CREDENTIAL_COMMANDS } from './credentials.ts'
import {
  type Choose,
  type CommandUsage,
  addCommand,
  addCommonOptions,
  commonFlags,
} from './grammar.ts'
import { helpFormat } from './help.ts'
import { IMPORT } from './import.ts'
import { LEASE_COMMANDS } from './leases.ts'
import { REVIEW } from './review.ts'
import { RIGHTS_COMMANDS } from './rights.ts'
import { ROLE } from './roles.ts'
import { ROOT } from './root.ts'
import { SETUP_COMMANDS } from './setup.ts'
import { STATIC_ROLE_COMMANDS } from './static-roles.ts'
import { TERRAFORM } from './terraform.ts'
import { requireSeparator, wrongUse } from './wrong-use.ts'

/** In the order of the help. */
const COMMANDS: readonly CommandUsage[] = [
  ...CREDENTIAL_COMMANDS,
  ...LEASE_COMMANDS,
  ROLE,
  IMPORT,
  REVIEW,
  ROOT,
  ...STATIC_ROLE_COMMANDS,
  ...RIGHTS_COMMANDS,
  ...SETUP_COMMANDS,
  TERRAFORM,
]

/** What a command line asks for: a text (help, version), or a command. */
export type CommandLine =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly flags: CommonFlags; readonly execute: Execute }

/**
 * Reads a command line.
 *
 * @throws `request-invalid` when it is none, with what was most likely meant.
 */
export function readArguments(
  argv: readonly string[],
  context: Context,
  version: string,
): CommandLine {
  // To describe all commands takes longer than most of them need before their first request.
  const named = COMMANDS.filter(({ name }) => argv.includes(name))
  const short = parseWith(named, argv, { context, version })
  if ('kind' in short && short.kind === 'command') return short
  const whole = parseWith(COMMANDS, argv, { context, version })
  if ('kind' in whole) return whole
  throw wrongUse(whole.error, whole.program, argv)
}

/** What a command line asks for where these commands are all there are, or why it is wrong. */
function parseWith(
  commands: readonly CommandUsage[],
  argv: readonly string[],
  { context, version }: { readonly context: Context; readonly version: string },
): CommandLine | { readonly error: CommanderError; readonly program: Command } {
  let text = ''
  let wanted: CommandLine | undefined
  const program = describeProgram(version, commands, (command, execute) => {
    requireSeparator(command, argv)
    wanted = { kind: 'command', flags: commonFlags(command), execute }
  })
  const style = styleFor(context.stdout, 'auto', context.env)
  configure(program, {
    format: helpFormat(style),
    width: Math.min(context.stdout.columns, 100),
    write: (written) => void (text += written),
  })
  try {
    program.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // For Commander it is an error to name no command at all; here that shows the help.
    if (error.exitCode !== 0 && error.code !== 'commander.help') return { error, program }
  }
  return wanted ?? { kind: 'text', text }
}

function describeProgram(
  version: string,
  commands: readonly CommandUsage[],
  choose: Choose,
): Command {
  const program = new Command('daypass')
    .usage('<command> [options]')
    .description(
      'Short-lived AWS credentials as code: issued from a role file, leased in S3, and really taken back.',
    )
    .enablePositionalOptions()
    .addHelpCommand(
      new Command('help')
        .argument('[command]')
        .description('show the help of a command')
        .helpGroup('Setting up:'),
    )
  addCommonOptions(program)
  program.version(version, '-V, --version', 'print the version')
  program.options.find(({ long }) => long === '--version')?.helpGroup('Common options:')
  for (const usage of commands) addCommand(program, usage, choose)
  return program.addHelpText('after', EPILOGUE)
}

const EPILOGUE = `
Examples:
  daypass sandbox -- daypass issue s3-reader
      try a role on a small AWS of your own, without an account
  daypass exec deploy-role -- terraform apply
      credentials that live as long as the command

Exit codes:
${EXIT_TEXTS.map(([code, meaning]) => `  ${code.padEnd(6)} ${meaning}`).join('\n')}

daypass <command> --help describes each command.`

interface HelpOutput {
  readonly format: Partial<Help>
  readonly width: number
  readonly write: (text: string) => void
}

function configure(command: Command, output: HelpOutput): void {
  const { format, width, write } = output
  command.exitOverride().configureHelp(format)
  command.configureOutput({
    writeOut: write,
    writeErr: write,
    outputError: () => undefined,
    getOutHelpWidth: () => width,
    getErrHelpWidth: () => width,
  })
  for (const child of command.commands) configure(child, output)
}
