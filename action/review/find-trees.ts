import { DaypassError } from '../../core/errors.ts'
import type { FileTree } from '../../role-files/file-tree.ts'
import { findCommit, findMergeBase, gitTree } from '../../role-files/git-tree.ts'
import type { GitPlace } from '../../role-files/run-git.ts'
import { apiTree } from './api-tree.ts'
import { isCommit, type ReviewEvent } from './event.ts'
import type { GithubApi } from './github-api.ts'
import { textField } from './json-fields.ts'
import type { ReviewSettings } from './review-settings.ts'

/** Both sides of a pull request. */
export interface Trees {
  readonly base: FileTree
  readonly head: FileTree
}

/**
 * Finds both sides: from git's objects where the job has them, otherwise from GitHub. Never from the working tree, in
 * which a step of the job may have written, and in which links may lead anywhere.
 *
 * @throws `request-invalid` when nobody says what to compare, `state-unavailable`, `state-denied`.
 */
export async function findTrees(
  settings: Pick<ReviewSettings, 'base' | 'head'>,
  event: ReviewEvent,
  { api, place }: { readonly api: GithubApi; readonly place: GitPlace | undefined },
): Promise<Trees> {
  const base = settings.base ?? event.commits?.base
  const head = settings.head ?? event.commits?.head
  if (base === undefined || head === undefined) {
    throw new DaypassError('request-invalid', 'this event has no change to review', {
      hint: 'run it on pull_request, or give the inputs base and head',
    })
  }
  const [from, to] = await Promise.all([commitOf(base, api, place), commitOf(head, api, place)])
  // What others have merged meanwhile is no part of this change.
  const began =
    settings.base === undefined && event.isBranch ? await mergeBase([from, to], api, place) : from
  const here =
    place !== undefined &&
    (await Promise.all([began, to].map(async (id) => await findCommit(id, place)))).every(
      (id) => id !== undefined,
    )
  if (here) {
    return {
      base: gitTree(began, began.slice(0, 12), place),
      head: gitTree(to, to.slice(0, 12), place),
    }
  }
  const known = new Map<string, string>()
  return { base: apiTree(began, api, known), head: apiTree(to, api, known) }
}

async function commitOf(
  name: string,
  api: GithubApi,
  place: GitPlace | undefined,
): Promise<string> {
  if (isCommit(name)) return name
  const local = place === undefined ? undefined : await findCommit(name, place)
  if (local !== undefined) return local
  const { status, body } = await api.request('GET', `/commits/${encodeURIComponent(name)}`)
  const found = textField(body, 'sha')
  if (status === 200 && found !== undefined && isCommit(found)) return found
  throw new DaypassError('request-invalid', `there is no commit ${JSON.stringify(name)}`)
}

/** GitHub knows the whole history, which a job seldom has. */
async function mergeBase(
  [base, head]: readonly [string, string],
  api: GithubApi,
  place: GitPlace | undefined,
): Promise<string> {
  const { body } = await api.request('GET', `/compare/${base}...${head}?per_page=1`)
  const found = textField(body, 'merge_base_commit', 'sha')
  if (found !== undefined && isCommit(found)) return found
  const local = place === undefined ? undefined : await findMergeBase([base, head], place)
  return local ?? base
}
