import manifest from '../../package.json' with { type: 'json' }
import { formatReview } from '../../review/format/format-review.ts'
import { markdownReview } from '../../review/format/markdown.ts'
import type { Review } from '../../review/model/review.ts'
import { isFailing } from '../../review/rules/fails.ts'
import { annotate, errorLine } from '../runner/error-text.ts'
import type { Environment } from '../../assembly/settings.ts'
import type { Runner } from '../runner/runner.ts'
import { putComment, type PutComment } from './comment.ts'
import { type ReviewEvent, readEvent } from './event.ts'
import { findTrees, type Trees } from './find-trees.ts'
import { type GithubApi, githubApi } from './github-api.ts'
import { makeReview } from './make-review.ts'
import { readReviewSettings, type ReviewSettings } from './review-settings.ts'
import { writeFiles } from './write-files.ts'

const { version } = manifest

/** A summary may have 1 MiB, and a character three bytes. */
const SUMMARY_CHARACTERS_MAX = 300_000

/**
 * The review step: compares both sides of a pull request, and reports by annotations, the job's summary, files
 * and one comment. Answers the exit code; never throws. Nothing of the pull request is run; a token without rights costs the
 * comment and nothing else.
 *
 * @param print - writes to standard output, where the runner takes commands
 */
export async function runReview(runner: Runner, print: (text: string) => void): Promise<number> {
  try {
    const settings = readReviewSettings((name) => runner.input(name), runner.env)
    const { env, clock } = runner
    const api = githubApi({
      clock,
      url: env['GITHUB_API_URL'] ?? 'https://api.github.com',
      repository: env['GITHUB_REPOSITORY'] ?? '',
      token: settings.token,
    })
    const event = await readEvent(env)
    const trees = await treesFor(settings, event, { api, env })
    const review = await makeReview(settings, trees, runner)
    await report(review, settings.key, { runner, print })
    if (event.pull !== undefined) {
      await comment(review, settings, { runner, api, pull: event.pull, trees })
    }
    return isFailing(review, settings.failOn) ? 1 : 0
  } catch (error) {
    annotate(runner, error)
    return 1
  }
}

async function treesFor(
  settings: ReviewSettings,
  event: ReviewEvent,
  { api, env }: { readonly api: GithubApi; readonly env: Environment },
): Promise<Trees | undefined> {
  if (settings.plan !== undefined && settings.guardrail === undefined) return undefined
  const directory = env['GITHUB_WORKSPACE']
  const place = directory === undefined ? undefined : { directory, env }
  return await findTrees(settings, event, { api, place })
}

async function report(
  review: Review,
  key: string,
  { runner, print }: { readonly runner: Runner; readonly print: (text: string) => void },
): Promise<void> {
  print(formatReview(review, 'github', { version }))
  runner.setOutput('verdict', review.verdict)
  runner.setOutput('blocking', String(review.blocking))
  runner.setOutput('wider', String(review.counts.wider))
  await writeFiles(review, { key, version }, runner)
  await runner.summarise(markdownReview(review, { version, charactersMax: SUMMARY_CHARACTERS_MAX }))
}

interface Commenting {
  readonly runner: Runner
  readonly api: GithubApi
  readonly pull: number
  readonly trees: Trees | undefined
}

async function comment(
  review: Review,
  settings: ReviewSettings,
  { runner, api, pull, trees }: Commenting,
): Promise<void> {
  const { token, key, commentAuthor: author } = settings
  if (!settings.isCommenting) return
  if (token === undefined) {
    runner.notice(`no comment without a token; ${WHERE}`)
    return
  }
  const url = runUrl(runner.env)
  const text = markdownReview(review, { version, ...(url && { fullReviewUrl: url }) })
  const isQuiet = !review.findings.some(({ isNew }) => isNew) && !isChanging(review)
  const commit = settings.head === undefined ? trees?.head.commit : undefined
  try {
    const put = await putComment({ pull, key, author, text, commit, isQuiet }, api)
    reportComment(runner, put, author)
  } catch (error) {
    runner.warn(`the comment was not written: ${errorLine(error)}; ${WHERE}`)
  }
}

const WHERE = 'the review is in the summary of the job, and in the files that the outputs name'

function reportComment(runner: Runner, put: PutComment, author: string): void {
  switch (put.outcome) {
    case 'created':
    case 'updated':
      runner.setOutput('comment-url', put.url)
      runner.info(`comment ${put.outcome}: ${put.url}`)
      if (put.by !== '' && put.by !== author)
        runner.warn(
          `the token comments as ${put.by}: give comment-author that name, or the next run makes another comment`,
        )
      return
    case 'refused':
      runner.notice(
        `no comment: the token may not (${put.status}), as on every pull request from a fork; ${WHERE}`,
      )
      return
    case 'outdated':
      runner.info('no comment: the pull request has a newer commit by now')
      return
    case 'not needed':
      runner.info('no comment: nothing about roles has changed')
  }
}

function isChanging({ roles, unreadable }: Review): boolean {
  return roles.some(({ kind }) => kind !== 'unchanged') || unreadable.head.length > 0
}

/** The address of this run, of parts that are the runner's own. */
function runUrl(env: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env
  const url = `${server ?? ''}/${repository ?? ''}/actions/runs/${run ?? ''}`
  return /^https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+$/.test(url) ? url : undefined
}
