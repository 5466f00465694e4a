import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A `vault` on PATH that has some answers, and remembers what it was asked. */
export interface VaultProgram {
  readonly bin: string
  /** Command lines, the last one last. */
  readonly asked: () => readonly string[]
}

/**
 * As Vault 1.21 answers: what is not there is an error with exit code 2, a list is a table unless JSON is asked for.
 *
 * @param answers - texts by path, such as `aws/roles/ci`, and policies as `policy/NAME`
 */
export function vaultProgram(folder: string, answers: ReadonlyMap<string, string>): VaultProgram {
  const [bin, data, log] = ['bin', 'answers', 'vault.log'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const [path, text] of answers) {
    mkdirSync(dirname(join(data, path)), { recursive: true })
    writeFileSync(join(data, path), text)
  }
  mkdirSync(bin, { recursive: true })
  writeFileSync(log, '')
  writeFileSync(join(bin, 'vault'), SCRIPT.replaceAll('DATA', data).replaceAll('LOG', log))
  chmodSync(join(bin, 'vault'), 0o755)
  return { bin, asked: () => readFileSync(log, 'utf8').trimEnd().split('\n') }
}

const SCRIPT = `#!/bin/sh
echo "$*" >> 'LOG'
nothing() { echo "No value found at $1" >&2; exit 2; }
case "$*" in
  'read -format=json '*) [ -f "DATA/$3" ] || nothing "$3"; cat "DATA/$3" ;;
  'list -format=json '*) [ -d "DATA/$3" ] || nothing "$3"; ls "DATA/$3" | sed 's/.*/"&"/' | paste -sd, | sed 's/.*/[&]/' ;;
  'list '*) [ -d "DATA/$2" ] || nothing "$2"; printf 'Keys\\n----\\n'; ls "DATA/$2" ;;
  'policy list') ls DATA/policy; echo root ;;
  'policy read '*) [ -f "DATA/policy/$3" ] || nothing "$3"; cat "DATA/policy/$3" ;;
  'lease revoke -prefix '*) echo "All revocation operations queued successfully!" ;;
  'secrets disable '*) echo "Success! Disabled the secrets engine (if it existed) at: $3/" ;;
  *) exit 1 ;;
esac
`
