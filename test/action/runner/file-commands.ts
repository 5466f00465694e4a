/** A name and its value, as a file command sets them. */
export type Pair = readonly [name: string, value: string]

/**
 * Reads the lines that an action appended to `GITHUB_ENV`, `GITHUB_OUTPUT` or `GITHUB_STATE`: `name=value`, or
 * `name<<END`, lines, `END`.
 * Source: https://github.com/actions/runner/blob/v2.336.0/src/Runner.Worker/FileCommandManager.cs (EnvFileKeyValuePairs)
 *
 * @throws as the runner does, which fails the step.
 */
export function readPairs(text: string): readonly Pair[] {
  const lines = text.split(/\r?\n/)
  const pairs: Pair[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const name = line.slice(0, heredoc)
      const delimiter = line.slice(heredoc + 2)
      if (name === '' || delimiter === '') throw new Error(`Invalid format '${line}'`)
      const end = lines.indexOf(delimiter, at + 1)
      if (end < 0) throw new Error(`Matching delimiter not found '${delimiter}'`)
      pairs.push([name, lines.slice(at + 1, end).join('\n')])
      at = end
    } else if (equals > 0) {
      pairs.push([line.slice(0, equals), line.slice(equals + 1)])
    } else {
      throw new Error(`Invalid format '${line}'`)
    }
  }
  return pairs
}

/** What a step may not set in the environment of later steps. */
const BLOCKED = ['NODE_OPTIONS']

/** Takes the pairs of `GITHUB_ENV` over. @throws as the runner does. */
export function exportPairs(env: Map<string, string>, pairs: readonly Pair[]): void {
  for (const [name, value] of pairs) {
    if (BLOCKED.includes(name.toUpperCase())) {
      throw new Error(`Can't store ${name} output parameter using '$GITHUB_ENV' command.`)
    }
    env.set(name, value)
  }
}
