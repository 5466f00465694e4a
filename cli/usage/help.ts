import type { Command, Help } from 'commander'
import type { Style } from '../printing/style.ts'

/** How `--help` looks: the commands before the options, and nothing said twice. */
export function helpFormat(style: Style): Partial<Help> {
  return {
    // Defaults, choices and variables stand in the texts themselves.
    optionDescription: (option) => option.description,
    subcommandTerm: (command) => `${command.name()} ${argumentsOf(command)}`.trimEnd(),
    styleTitle: (title) => style('bold', title),
    formatHelp,
  }
}

function argumentsOf(command: Command): string {
  return command
    .usage()
    .replaceAll(/ ?\[(?:options|arguments)\]/g, '')
    .trim()
}

/** Commander's own, in another order. */
function formatHelp(command: Command, helper: Help): string {
  const width = helper.padWidth(command, helper)
  const item = (term: string, description: string): string =>
    helper.formatItem(term, width, description, helper)
  const list = (title: string, items: string[]): string[] =>
    items.length === 0 ? [] : [helper.styleTitle(title), ...items, '']
  const commands = groupsOf(helper.visibleCommands(command), (each) => each.helpGroup())
  const options = groupsOf(helper.visibleOptions(command), (each) => each.helpGroupHeading)
  return [
    `${helper.styleTitle('Usage:')} ${helper.commandUsage(command)}`,
    '',
    helper.boxWrap(helper.commandDescription(command), helper.helpWidth ?? 80),
    '',
    ...list(
      'Arguments:',
      helper
        .visibleArguments(command)
        .map((each) => item(helper.argumentTerm(each), helper.argumentDescription(each))),
    ),
    ...commands.flatMap(([title, members]) =>
      list(
        title || 'Commands:',
        members.map((each) =>
          item(helper.subcommandTerm(each), helper.subcommandDescription(each)),
        ),
      ),
    ),
    ...options.flatMap(([title, members]) =>
      list(
        title || 'Options:',
        members.map((each) => item(helper.optionTerm(each), helper.optionDescription(each))),
      ),
    ),
  ].join('\n')
}

function groupsOf<T>(
  members: readonly T[],
  titleOf: (member: T) => string | undefined,
): readonly (readonly [string, readonly T[]])[] {
  const titles = [...new Set(members.map((member) => titleOf(member) ?? ''))]
  return titles.map((title) => [title, members.filter((each) => (titleOf(each) ?? '') === title)])
}
