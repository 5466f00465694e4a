/** A subject of GitHub's OIDC provider, taken apart. */
export interface GithubSubject {
  readonly owner: string
  readonly repository: string
  /** Of the newer form, `repo:OWNER@ID/REPO@ID:…`; absent in the classic one. */
  readonly ids?: { readonly owner: string; readonly repository: string }
  /** What follows the repository: `ref:refs/heads/main`, `environment:prod`, `pull_request`; empty where nothing does. */
  readonly context: string
}

/** What the tokens of a repository say of it besides its names. */
export interface RepositoryIds {
  readonly owner: string
  readonly repository: string
}

/**
 * `repo:OWNER/REPO:…`, or `repo:OWNER@ID/REPO@ID:…` for repositories that were made, renamed or moved after
 * 15 July 2026 or have opted in. Names of GitHub hold no `@`.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 */
const SUBJECT = /^repo:([^/:@\s]+)(?:@([^/:@\s]+))?\/([^/:@\s]+)(?:@([^/:@\s]+))?(?::(\S.*))?$/

/** Takes a subject of GitHub apart, or a pattern of one; undefined when it has neither of the two forms. */
export function parseGithubSubject(text: string): GithubSubject | undefined {
  const [, owner, ownerId, repository, repositoryId, context = ''] = SUBJECT.exec(text) ?? []
  if (owner === undefined || repository === undefined) return undefined
  if (ownerId === undefined && repositoryId === undefined) return { owner, repository, context }
  if (ownerId === undefined || repositoryId === undefined) return undefined
  return { owner, repository, ids: { owner: ownerId, repository: repositoryId }, context }
}

/** The text of a subject. */
export function formatGithubSubject({ owner, repository, ids, context }: GithubSubject): string {
  const names =
    ids === undefined
      ? [owner, repository]
      : [`${owner}@${ids.owner}`, `${repository}@${ids.repository}`]
  return `repo:${names.join('/')}${context === '' ? '' : `:${context}`}`
}

/**
 * Subjects with the newer form of each classic one beside it whose repository's ids are known. A repository sends
 * one form or the other, and moves to the newer when it is renamed: with both it goes on working.
 *
 * @param idsOf - by `OWNER/REPO`, in GitHub's own case.
 */
export function inBothForms(
  subjects: readonly string[],
  idsOf: ReadonlyMap<string, RepositoryIds>,
): readonly string[] {
  const all = subjects.flatMap((text) => {
    const subject = parseGithubSubject(text)
    const ids = subject && idsOf.get(`${subject.owner}/${subject.repository}`)
    if (ids === undefined || subject?.ids !== undefined) return [text]
    return [text, formatGithubSubject({ ...subject, ids } as GithubSubject)]
  })
  return [...new Set(all)]
}
