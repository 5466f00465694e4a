import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import { DaypassError } from '../core/errors.ts'

/** Where git is asked. */
export interface GitPlace {
  /** Any directory of the repository. */
  readonly directory: string
  /** Variables of the process, for `PATH` and git's own. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What a call of git answered. */
export interface GitAnswer {
  /** Zero when it did what was asked. */
  readonly code: number
  readonly output: Buffer
  readonly complaint: string
}

/**
 * Variables for a git that only reads objects: it asks nobody, fetches nothing of a partial clone, and does not let one
 * object stand for another.
 */
const READ_ONLY = {
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
}

/**
 * Calls git for a question about objects: no hook, filter, pager or alias is run by these.
 *
 * @throws {@link DaypassError} `request-invalid` when there is no git
 */
export async function runGit(
  args: readonly string[],
  { directory, env }: GitPlace,
  input = '',
): Promise<GitAnswer> {
  const child = spawn('git', ['--no-pager', '--literal-pathspecs', ...args], {
    cwd: directory,
    env: { ...env, ...READ_ONLY },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      resolve(code ?? 1)
    })
  })
  // A git that has seen enough closes its input.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  try {
    const [code, output, complaint] = await Promise.all([
      ended,
      buffer(child.stdout),
      buffer(child.stderr),
    ])
    return { code, output, complaint: complaint.toString('utf8').trim() }
  } catch (cause) {
    throw new DaypassError('request-invalid', 'git cannot be started', {
      cause,
      reason: { is: 'git-missing' },
      hint: 'install git',
    })
  }
}
