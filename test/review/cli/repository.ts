import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'

/** Files by their path; a text that begins with `→` is a symbolic link. */
export type Files = Readonly<Record<string, string>>

/** A repository of git in a folder of its own. */
export interface Repository {
  readonly directory: string
  /** Writes files, and removes those whose text is empty. */
  write(files: Files): void
  /** Writes and commits; answers the commit. */
  commit(files: Files): string
  git(...args: readonly string[]): string
}

const IDENTITY = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com' }
const COMMITTER = { GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' }

/** A folder that is gone when the tests of the file are over. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'daypass-review-'))
  after(() => {
    rmSync(directory, { recursive: true, force: true })
  })
  return directory
}

/** Writes files into a folder. */
export function writeFiles(directory: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const place = join(directory, path)
    rmSync(place, { force: true })
    if (text === '') continue
    mkdirSync(dirname(place), { recursive: true })
    if (text.startsWith('→')) symlinkSync(text.slice(1), place)
    else writeFileSync(place, text)
  }
}

/** Makes a repository, by itself or in a folder that is there. */
export function makeRepository(directory = scratch()): Repository {
  const env = {
    ...process.env,
    ...IDENTITY,
    ...COMMITTER,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  }
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: directory, env, encoding: 'utf8' }).trim()
  git('init', '--quiet', '--initial-branch=main')
  const write = (files: Files): void => {
    writeFiles(directory, files)
  }
  return {
    directory,
    git,
    write,
    commit: (files) => {
      write(files)
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '--message=change')
      return git('rev-parse', 'HEAD')
    },
  }
}
