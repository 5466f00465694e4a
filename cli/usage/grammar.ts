import { type Command, Option } from 'commander'
import { type CommonFlags, REVOCATION_MODES } from '../settings.ts'
import type { Execute } from '../session.ts'

/** Called by the command that the words name, with what it would do. */
export type Choose = (command: Command, execute: Execute) => void

/** A command as the help shows it. */
export interface CommandUsage {
  readonly name: string
  /** What follows the name in the first line of the help. */
  readonly synopsis: string
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
}

/** Adds a command with its options, those that every command has, and its examples. */
export function addCommand(parent: Command, usage: CommandUsage): Command {
  const command = parent
    .command(usage.name)
    .usage(usage.synopsis)
    .summary(usage.summary)
    .description(usage.description)
    .allowExcessArguments(false)
  if (usage.group !== undefined) command.helpGroup(usage.group)
  for (const [name, description] of usage.arguments ?? []) command.argument(name, description)
  for (const each of usage.options ?? []) command.addOption(each)
  addCommonOptions(command)
  return command.addHelpText('after', examples(usage.examples))
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
    option('--region <name>', 'AWS region (env AWS_REGION; else as the SDK finds it)'),
    oneOf(
      '--revocation <mode>',
      REVOCATION_MODES,
      'take sessions back in IAM (direct), or leave that to a sweep with the right (tombstone) (env DAYPASS_REVOCATION; default direct)',
    ),
    option(
      '--revoker-role-arn <arns>',
      'roles to assume for taking sessions back in other accounts, one for each, with commas between (env DAYPASS_REVOKER_ROLE_ARNS)',
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
