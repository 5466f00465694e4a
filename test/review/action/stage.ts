import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import { type Job, startJob } from '../../action/runner/job.ts'
import { createMachine } from '../../action/runner/machine.ts'
import type { Ended } from '../../action/runner/run-process.ts'
import { useNode24 } from '../../support/other-nodes.ts'
import { root } from '../../support/source-files.ts'
import { makeRepository, type Repository } from '../cli/repository.ts'
import { READER, WIDER } from '../cli/roles.ts'
import { type GithubServer, startGithub } from './github-server.ts'

/** A repository on GitHub with a pull request, and a runner for jobs of it. */
export interface Stage {
  readonly github: GithubServer
  /** What GitHub has. */
  readonly origin: Repository
  /** Where the pull request began, and its latest commit. */
  readonly base: string
  readonly head: string
  /** For each test: skips it where there is no Node 24. */
  readonly needs: { readonly skip?: string }
  /** Puts the repository into the workspace of the next job. */
  checkOut(...args: readonly string[]): void
  /** Commits to the branch of the pull request. */
  push(files: Readonly<Record<string, string>>): string
  /** Runs the step on the pull request as it is now. */
  review(
    inputs?: Readonly<Record<string, string>>,
    env?: Readonly<Record<string, string>>,
  ): Promise<Ended>
  /** The job of the last run. */
  job(): Job
}

/** The token of the repository's own workflows, and that of a pull request from a fork. */
const WRITES = 'ghs_writes'
export const READS = 'ghs_reads'
/** The account that such tokens comment as. */
export const BOT = 'github-actions[bot]'

/** Opens a stage for the tests of a file: `main` has gone on since the branch began. */
export async function openStage(): Promise<Stage> {
  const node = useNode24()
  const machine = createMachine(typeof node === 'string' ? node : '')
  const origin = makeRepository()
  const base = origin.commit({ 'roles/reader.yaml': READER })
  origin.git('checkout', '--quiet', '-b', 'feature')
  const head = origin.commit({ 'roles/reader.yaml': WIDER })
  origin.git('checkout', '--quiet', 'main')
  origin.commit({ 'roles/merged-meanwhile.yaml': READER })
  const github = await startGithub(origin.directory)
  github.tokens.set(WRITES, { login: BOT, mayWrite: true })
  github.tokens.set(READS, { login: BOT, mayWrite: false })
  github.latest = head
  after(async () => {
    await github.stop()
    machine.remove()
  })
  let last: Job | undefined
  const emptyWorkspace = (): void => {
    rmSync(machine.workspace, { recursive: true, force: true })
    mkdirSync(machine.workspace)
  }
  return {
    github,
    origin,
    base,
    head,
    needs: typeof node === 'string' ? {} : node,
    checkOut: (...args) => {
      emptyWorkspace()
      origin.git('clone', '--quiet', ...args, `file://${origin.directory}`, machine.workspace)
    },
    push: (files) => {
      origin.git('checkout', '--quiet', 'feature')
      github.latest = origin.commit(files)
      origin.git('checkout', '--quiet', 'main')
      return github.latest
    },
    review: async (inputs = {}, env = {}) => {
      const event = join(machine.home, 'event.json')
      const main = origin.git('rev-parse', 'main')
      const pull_request = { number: 7, base: { sha: main }, head: { sha: github.latest } }
      writeFileSync(event, JSON.stringify({ pull_request }))
      const variables = { GITHUB_EVENT_PATH: event, GITHUB_API_URL: github.url }
      last = startJob(machine, { env: { ...variables, ...env }, secrets: [WRITES, READS] })
      const step = { uses: join(root, 'action/review'), with: { token: WRITES, ...inputs } }
      return await last.uses(step)
    },
    job: () => {
      if (last === undefined) throw new Error('there was no job')
      return last
    },
  }
}
