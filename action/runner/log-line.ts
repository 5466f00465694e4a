import { oneLine } from '../../core/language/one-line.ts'

/**
 * One line that commands neither a terminal nor the runner: error texts and names come from others. The runner
 * takes `::…` at the beginning of a line for a command, and `##[…]` anywhere.
 *
 * Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function logLine(text: string): string {
  return oneLine(text)
    .replaceAll('##[', '# #[')
    .replace(/^\s*::/, ': :')
}
