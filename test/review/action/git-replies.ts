import { execFileSync } from 'node:child_process'

/** A status and a body. */
export type Answer = readonly [status: number, body: unknown]

const MISSING: Answer = [404, { message: 'Not Found' }]

/**
 * What GitHub answers about the objects of a repository.
 * Source: https://docs.github.com/en/rest/repos/contents, /git/blobs, /commits/commits
 */
export function replyFromGit(directory: string, path: string, query: URLSearchParams): Answer {
  const git = (...args: readonly string[]): string | undefined => {
    try {
      return execFileSync('git', args, { cwd: directory, encoding: 'utf8', stdio: 'pipe' })
    } catch {
      return undefined
    }
  }
  const [, compared] = /^\/compare\/([^?]+)$/.exec(path) ?? []
  if (compared !== undefined) {
    const found = git('merge-base', ...compared.split('...'))
    return found === undefined ? MISSING : [200, { merge_base_commit: { sha: found.trim() } }]
  }
  const [, commit] = /^\/commits\/(.+)$/.exec(path) ?? []
  if (commit !== undefined) {
    const sha = git('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)
    return sha === undefined ? MISSING : [200, { sha: sha.trim() }]
  }
  const [, blob] = /^\/git\/blobs\/([0-9a-f]+)$/.exec(path) ?? []
  if (blob !== undefined) {
    const content = git('cat-file', 'blob', blob)
    if (content === undefined) return MISSING
    return [200, { encoding: 'base64', content: Buffer.from(content).toString('base64') }]
  }
  const [, file] = /^\/contents\/?(.*)$/.exec(path) ?? []
  if (file === undefined) return MISSING
  return contents(git, query.get('ref') ?? 'HEAD', file)
}

function contents(
  git: (...args: readonly string[]) => string | undefined,
  commit: string,
  path: string,
): Answer {
  const listed = git('ls-tree', '-l', '-z', `${commit}:${path}`)
  if (listed !== undefined) {
    const lines = listed.split('\0').filter((line) => line !== '')
    return [200, lines.map(entryOf)]
  }
  const own = git('ls-tree', '-l', '-z', '--full-tree', commit, '--', path)
  const line = own?.split('\0')[0] ?? ''
  return line === '' ? MISSING : [200, entryOf(line)]
}

function entryOf(line: string) {
  const [facts = '', path = ''] = line.split('\t')
  const [mode = '', kind = '', sha = '', size = '0'] = facts.split(/ +/)
  const types: Readonly<Record<string, string>> = { blob: 'file', tree: 'dir', commit: 'submodule' }
  const type = mode === '120000' ? 'symlink' : types[kind]
  return { name: path.replace(/^.*\//, ''), path, type, sha, size: Number(size) || 0 }
}
