import type { ApiReply, GithubApi } from './github-api.ts'
import { listOf, numberField, textField } from './json-fields.ts'

/** A comment and whose it is. */
export interface CommentToPut {
  readonly pull: number
  /** Tells several reviews on one pull request apart. */
  readonly key: string
  /** Only comments of this account are updated. */
  readonly author: string
  /** Markdown. */
  readonly text: string
  /** The commit that was reviewed; a later one has a review of its own. */
  readonly commit: string | undefined
  /** Nothing to report: only a comment that is there already is brought up to date. */
  readonly isQuiet: boolean
}

/** What became of the comment. */
export type PutComment =
  | { readonly outcome: 'created' | 'updated'; readonly url: string; readonly by: string }
  | { readonly outcome: 'not needed' | 'outdated' }
  | { readonly outcome: 'refused'; readonly status: number }

/** More pages than that, and a new comment is as good. */
const PAGES_MAX = 20
const PER_PAGE = 100

/**
 * Puts the one comment of a review: updates the one with exactly our mark, written by us, or makes it. Answers `refused`
 * where the token has no right to. Two runs at once may make two; the first of them is updated from then on.
 */
export async function putComment(comment: CommentToPut, api: GithubApi): Promise<PutComment> {
  const { pull, text, isQuiet } = comment
  if (await isOutdated(comment, api)) return { outcome: 'outdated' }
  const found = await findOwn(comment, api)
  if (found.refused !== undefined) return { outcome: 'refused', status: found.refused }
  if (found.id === undefined && isQuiet) return { outcome: 'not needed' }
  const body = { body: `${commentMark(comment.key)}\n${text}` }
  const reply =
    found.id === undefined
      ? await api.request('POST', `/issues/${pull}/comments`, body)
      : await api.request('PATCH', `/issues/comments/${found.id}`, body)
  return outcomeOf(reply, found.id === undefined ? 'created' : 'updated')
}

/** The first line of the comment, which nobody sees. */
export function commentMark(key: string): string {
  return `<!-- daypass:review:v1:key=${key} -->`
}

function outcomeOf(reply: ApiReply, outcome: 'created' | 'updated'): PutComment {
  const { status, body } = reply
  if (status !== 200 && status !== 201) return { outcome: 'refused', status }
  const url = textField(body, 'html_url') ?? ''
  return { outcome, url, by: textField(body, 'user', 'login') ?? '' }
}

async function isOutdated({ pull, commit }: CommentToPut, api: GithubApi): Promise<boolean> {
  if (commit === undefined) return false
  const { status, body } = await api.request('GET', `/pulls/${pull}`)
  const latest = textField(body, 'head', 'sha')
  return status === 200 && latest !== undefined && latest !== commit
}

interface Own {
  readonly id?: number
  readonly refused?: number
}

async function findOwn({ pull, key, author }: CommentToPut, api: GithubApi): Promise<Own> {
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const query = `per_page=${PER_PAGE}&page=${page}`
    const { status, body } = await api.request('GET', `/issues/${pull}/comments?${query}`)
    if (status !== 200) return { refused: status }
    const comments = listOf(body)
    const own = comments.find(
      (one) =>
        textField(one, 'user', 'login') === author &&
        textField(one, 'body')?.split(/\r?\n/, 1)[0] === commentMark(key),
    )
    const id = numberField(own, 'id')
    if (id !== undefined) return { id }
    if (comments.length < PER_PAGE) return {}
  }
  return {}
}
