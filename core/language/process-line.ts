import { DaypassError } from '../errors.ts'

/** What no shell and no reader of AWS's files takes for more than a character. */
const PLAIN = /^[\w@%+:,./-]+$/
const PLAIN_ON_WINDOWS = /^[\w@+:./\\~-]+$/

/**
 * The value of a `credential_process` line that every SDK splits into these words: the AWS CLI and boto3 by rules of their own, the
 * others by `sh -c` or `cmd.exe /C`, and some after they have read the value as a text of an INI file. Words are plain, or in single
 * quotes, or where they have one in double ones, as on Windows. The last one must be plain: readers in Go take the quotes off a value that
 * begins and ends with one. To them a comment begins at any `#` or `;`, and a backslash before `n` or a quote is no backslash; on Windows, where
 * paths have it, they misread a folder that begins with n.
 *
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html; aws-sdk-go-v2, `internal/ini`
 *
 * @throws `request-invalid` for a word that cannot be written in such a line.
 */
export function processLine(words: readonly string[], platform: NodeJS.Platform): string {
  const isWindows = platform === 'win32'
  const isPlain = (word: string) => (isWindows ? PLAIN_ON_WINDOWS : PLAIN).test(word)
  const refused = words.find(
    (word, n) =>
      isCut(word) || (n === words.length - 1 && !isPlain(word)) || (!isWindows && isChanged(word)),
  )
  const quoted = (word: string) => {
    if (isPlain(word)) return word
    return isWindows || word.includes("'") ? `"${word}"` : `'${word}'`
  }
  if (refused === undefined) return words.map(quoted).join(' ')
  throw new DaypassError(
    'request-invalid',
    `${JSON.stringify(refused)} cannot stand in a line with credential_process`,
    { hint: 'AWS tools would read another command: use a path of letters, digits and -._/' },
  )
}

/** A line ends there, or readers take the rest for a comment, quotes or not. */
function isCut(word: string): boolean {
  return /[\u0000-\u001F\u007F#;]/.test(word)
}

/** Between no quotes would every reader leave it as it is. */
function isChanged(word: string): boolean {
  return /\\(?:[n'"]|$)/.test(word) || (word.includes("'") && /["$`\\]/.test(word))
}
