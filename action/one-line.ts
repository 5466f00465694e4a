// C0 and C1 controls, line and paragraph separators, and the marks that turn text around.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * One line that commands neither a terminal nor the runner: error texts and names come from others. The runner
 * takes `::…` at the beginning of a line for a command, and `##[…]` anywhere.
 *
 * Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(CONTROL, (character) => (character === '\n' || character === '\t' ? ' ' : '�'))
    .replaceAll('##[', '# #[')
    .replace(/^\s*::/, ': :')
}
