/** What is not seen, or moves what is: Unicode's "other" characters, separators of lines, and letters without a shape. */
export const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu

/**
 * One line that commands neither a terminal nor a workflow's runner, and hides nothing. Names, descriptions, and the texts
 * of errors and documents come from others: every way out of daypass writes them with this, or as JSON with
 * {@link jsonText}. The runner takes `::…` at the beginning of a line for a command, and `##[…]` anywhere.
 *
 * Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\n\t]/g, ' ')
    .replaceAll(UNSEEN, '�')
    .replaceAll('##[', '# #[')
    .replace(/^\s*::/, ': :')
}
