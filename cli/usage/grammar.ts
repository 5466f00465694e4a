import { type Command, Option } from 'commander'
import type { CommonFlags } from '../settings.ts'
import type { Execute, Session } from '../session.ts'

/** Called by the command that the words name, with what it would do. */
export type Choose = (command: Command, execute: Execute) => void

/** A command: what the help shows of it, and what it does. */
export interface CommandUsage {
  readonly name: string
  /** What follows the name in the first line of the help. */
  readonly synopsis: string
  /** For daypass itself: in no list of commands. */
  readonly isHidden?: boolean
  /** One line, for the list of commands. */
  readonly summary: string
  /** What it does, for its own help. */
  readonly description: string
  /** Heading in the list of commands. */
  readonly group?: string
  readonly arguments?: readonly (readonly [name: string, description: string])[]
  readonly options?: readonly Option[]
  /** Command lines, each with what it is for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[]
  /** Loads what it does; that is called with the arguments in their order, and with its own options last. */
  readonly run?: () => Promise<(session: Session, ...words: never[]) => Promise<number>>
  /** Commands below it. */
  readonly commands?: readonly CommandUsage[]
}

/** Adds a command with its options, those that every command has, its examples, and the commands below it. */
export function addCommand(parent: Command, usage: CommandUsage, choose: Choose): void {
  const command = parent
    .command(usage.name, { hidden: usage.isHidden ?? false })
    .usage(usage.synopsis)
    .summary(usage.summary)
    .description(usage.description)
    .allowExcessArguments(false)
  if (usage.group !== undefined) command.helpGroup(usage.group)
  for (const [name, description] of usage.arguments ?? []) command.argument(name, description)
  for (const each of usage.options ?? []) command.addOption(each)
  addCommonOptions(command)
  if (usage.examples.length > 0) command.addHelpText('after', examples(usage.examples))
  const { run, commands = [] } = usage
  if (run !== undefined) {
    // Commander has checked them against `arguments` and `options`, and knows no types.
    command.action((...words: unknown[]) => {
      choose(command, async (session) => await (await run())(session, ...(words as never[])))
    })
  }
  if (commands.length > 0) command.helpCommand(false)
  for (const each of commands) addCommand(command, each, choose)
}

/** The options that every command takes, before or after its name. */
export function addCommonOptions(command: Command): void {
  const common = [
    option(
      '--state <url>',
      'where leases live, as s3://bucket/prefix or file:///directory (env DAYPASS_STATE; default ~/.local/state/daypass)',
    ),
    option(
      '--roles <dir>',
      'role files, or state: for the roles in the state (env DAYPASS_ROLES; default roles)',
    ),
    option(
      '--region <name>',
      'AWS region (env AWS_REGION, AWS_DEFAULT_REGION; else as the SDK finds it)',
    ),
    option(
      '--revocation <mode>',
      'take sessions back in IAM (immediate), or leave that to a sweep with the right (tombstone) (env DAYPASS_REVOCATION; default immediate)',
    ),
    option(
      '--revoker-role-arn <arns>',
      'roles to assume for taking sessions back in other accounts, one for each, with commas between (env DAYPASS_REVOKER_ROLE_ARNS)',
    ),
    option(
      '--allow-shared-directory',
      'take a state directory that others may write too (env DAYPASS_ALLOW_SHARED_DIRECTORY)',
    ),
    option(
      '--aws-profile <name>',
      'AWS profile that daypass itself runs with, whatever it hands out (env DAYPASS_AWS_PROFILE, AWS_PROFILE)',
    ),
    option('--json', 'print data, and errors, as JSON'),
    option('-q, --quiet', 'say only what went wrong'),
    oneOf(
      '--color <when>',
      ['auto', 'always', 'never'],
      'auto, always or never (env NO_COLOR, FORCE_COLOR; default auto)',
    ),
  ]
  for (const each of common) command.addOption(each.helpGroup(COMMON))
  command.addHelpOption(option('-h, --help', 'show this help').helpGroup(COMMON))
}

const COMMON = 'Common options:'

/** An option; its text says default and variable. */
export function option(flags: string, description: string): Option {
  return new Option(flags, description)
}

/** An option that takes one of a few words. */
export function oneOf(flags: string, words: readonly string[], description: string): Option {
  return new Option(flags, description).choices(words)
}

/** For an option that may be repeated. */
export function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text]
}

/** The common options, whether they stood before the command's name or after it; the latter win. */
export function commonFlags(command: Command): CommonFlags {
  const before: CommonFlags = command.parent === null ? {} : commonFlags(command.parent)
  return { ...before, ...command.opts<CommonFlags>() }
}

function examples(lines: CommandUsage['examples']): string {
  const texts = lines.map(([line, purpose]) => `  ${line}\n      ${purpose}`)
  return `\nExamples:\n${texts.join('\n')}`
}
