/** How the SDKs read a `credential_process` line and split it into words, as their sources say. */

/** What becomes of the value when the file is read. */
export const INI_READERS = {
  // Python's configparser takes the whole line.
  'the AWS CLI and boto3': (line: string) => line.trim(),
  // aws-sdk-go-v2, `internal/ini`: `trimComment`, then `legacyStrconv`.
  Go: (line: string) =>
    (line.split(/[#;]/)[0] ?? '')
      .trim()
      .replace(/^(["'])(.+)\1$/, '$2')
      .replaceAll('\\"', '"')
      .replaceAll("\\'", "'")
      .replaceAll('\\n', '\n'),
  // aws-sdk-java-v2, `ProfileFileReader`.
  Java: (line: string) => line.replace(/\s[#;].*$/, '').trim(),
  // aws-sdk-ruby, `ini_parser.rb`.
  Ruby: (line: string) => line.replace(/\s;.*$/, '').trim(),
  // @smithy/core, `parseIni`.
  JavaScript: (line: string) => (line.split(/(?:^|\s)[;#]/)[0] ?? '').trim(),
} as const

/** A program with an SDK. */
export type Reader = keyof typeof INI_READERS

/** The words that a program starts, on its system. Throws where a shell would see more than words. */
export function readWords(reader: Reader, line: string, platform: 'posix' | 'windows') {
  const value = INI_READERS[reader](line)
  // The others go through `sh -c` or `cmd.exe /C`.
  const isShell = reader !== 'the AWS CLI and boto3'
  if (platform === 'posix') return posixWords(value, isShell)
  if (isShell && /[%^&|<>()!]/.test(value)) throw new Error(`cmd.exe changes ${value}`)
  return windowsWords(value)
}

/** `shlex.split` knows quotes and backslashes, and so does a shell, which knows more. */
function posixWords(value: string, isShell: boolean): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  for (const [all, single, double, escaped, blank] of value.matchAll(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|(\s+)|[^]/g,
  )) {
    if (blank !== undefined) {
      if (word !== undefined) words.push(word)
      word = undefined
      continue
    }
    const isPlain = single === undefined && double === undefined && escaped === undefined
    const isMore = isPlain && (/['"\\]/.test(all) || (isShell && SPECIAL.test(all)))
    if (isMore || /[$`\\]/.test(double ?? ''))
      throw new Error(`${all} is more than a character in ${value}`)
    word = (word ?? '') + (single ?? double ?? escaped ?? all)
  }
  return word === undefined ? words : [...words, word]
}

const SPECIAL = /[$`&|<>()*?[\]{}~!;#\n]/

/** The rules of `CommandLineToArgvW`, which know double quotes alone. */
function windowsWords(value: string): readonly string[] {
  return [...value.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replaceAll('"', ''))
}
