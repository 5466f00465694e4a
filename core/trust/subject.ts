import { defined } from '../language/defined.ts'

/** A subject of a role, or the `sub` of a token, taken apart. A subject may be a pattern, with `*` and `?`. */
export interface Subject {
  /** As it is written. */
  readonly subject: string
  /** Whose tokens alone it means, without `https://`, where it says so: `https://ISSUER#SUB`. */
  readonly issuer?: string
  /** What is compared with a token's `sub`. */
  readonly sub: string
  /** Whose form it has. GitHub's three are names, names with ids, and a template that does not begin with `repo`. */
  readonly form:
    | 'github-names'
    | 'github-ids'
    | 'github-claims'
    | 'gitlab'
    | 'buildkite'
    | 'circleci'
    | 'bitbucket'
    | 'other'
  /** Of a subject with `repo`: owner and repository by name. */
  readonly owner?: string
  readonly repository?: string
  /** Of the newer form, `repo:OWNER@ID/REPO@ID:…`. */
  readonly ownerId?: string
  readonly repositoryId?: string
  /** What follows the repository: `ref:refs/heads/main`, `environment:prod`, `pull_request`, `*`; absent for nothing. */
  readonly claim?: string
}

/** GitHub's issuer, without `https://`: how AWS names the provider and its condition keys. */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com'

/**
 * What a template of GitHub may put into a `sub` (`include_claim_keys`), besides custom properties.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 */
const GITHUB_KEYS = new Set(
  `repo context actor actor_id base_ref check_run_id enterprise enterprise_id environment event_name head_ref
  job_workflow_ref job_workflow_sha ref ref_protected ref_type repository repository_id repository_owner
  repository_owner_id repository_visibility run_attempt run_id run_number runner_environment sha workflow workflow_ref
  workflow_sha`.split(/\s+/),
)

const GITLAB_KEYS = new Set(['project_path', 'project_id', 'namespace_path', 'namespace_id'])

/** Issuers whose tokens have one form, and that form. Those of GitHub: its own, an enterprise's, GHE.com's, GHES's. */
const ISSUERS: readonly (readonly [RegExp, Maker])[] = [
  [/^token\.actions\.githubusercontent\.com(\/[^/]+)?$/, 'github'],
  [/^token\.actions\.[^/]+\.ghe\.com(\/[^/]+)?$|\/_services\/token(\/[^/]+)?$/, 'github'],
  // An issuer on loopback is a stand-in of GitHub's, which AWS itself cannot reach.
  [/^(127\.0\.0\.1|localhost)(:\d+)?\//, 'github'],
  [/^gitlab\.com$/, 'gitlab'],
  [/^agent\.buildkite\.com$/, 'buildkite'],
  [/^oidc\.circleci\.com\/org\//, 'circleci'],
  [/^api\.bitbucket\.org\//, 'bitbucket'],
]

/** Who makes tokens of a form. */
export type Maker = 'github' | 'gitlab' | 'buildkite' | 'circleci' | 'bitbucket' | 'other'

/** Who makes the tokens of an issuer, as far as its name says so. */
export function makerOf(issuer: string): Maker {
  return ISSUERS.find(([name]) => name.test(bareIssuer(issuer)))?.[1] ?? 'other'
}

/** An issuer as AWS writes it: without `https://` and without a slash at its end. */
export function bareIssuer(issuer: string): string {
  return issuer.replace(/^https?:\/\//, '').replace(/\/$/, '')
}

/** Whose form a subject has. */
export function makerOfForm({ form }: Pick<Subject, 'form'>): Maker {
  return form === 'github-names' || form === 'github-ids' || form === 'github-claims'
    ? 'github'
    : form
}

/** Names, each perhaps with an id, which names of GitHub cannot hold: they have no `@`. */
const REPOSITORY = /^repo:([^/:@]+)(?:@([^/:]+))?\/([^/:@]+)(?:@([^/:]+))?(?::(.*))?$/s

/** Takes a subject apart. What it means is in `subject-fault.ts` (whom it lets in) and `admit-token.ts`. */
export function readSubject(subject: string): Subject {
  const [, named, after] = /^https?:\/\/([^#]+)#(.*)$/s.exec(subject) ?? []
  const sub = after ?? subject
  const issuer = named === undefined ? undefined : bareIssuer(named)
  const [, owner, ownerId, repository, repositoryId, claim] = REPOSITORY.exec(sub) ?? []
  const has = { subject, sub, ...defined({ issuer }) }
  if (owner === undefined || repository === undefined) return { ...has, form: otherForm(sub) }
  const form = ownerId === undefined && repositoryId === undefined ? 'github-names' : 'github-ids'
  return { ...has, form, owner, repository, ...defined({ ownerId, repositoryId, claim }) }
}

function otherForm(sub: string): Exclude<Subject['form'], 'github-names' | 'github-ids'> {
  const [first = ''] = sub.split(':')
  if (isGithubKey(first.toLowerCase()) || /^[\w.-]+\/[\w.-]+:(ref|environment|pull_)/.test(sub))
    return 'github-claims'
  if (GITLAB_KEYS.has(first)) return 'gitlab'
  if (first === 'organization') return 'buildkite'
  if (sub.startsWith('org/')) return 'circleci'
  return /^\{[^}]+\}:/.test(sub) ? 'bitbucket' : 'other'
}

/** Whether GitHub has a claim of that name, or may have: new ones and custom properties are several words. */
export function isGithubKey(key: string): boolean {
  return GITHUB_KEYS.has(key) || key.startsWith('repo_property_')
}

/** What the tokens of a repository say of it besides its names. */
export interface RepositoryIds {
  readonly owner: string
  readonly repository: string
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
    const { form, owner = '', repository = '' } = readSubject(text)
    const ids = idsOf.get(`${owner}/${repository}`)
    if (ids === undefined || form !== 'github-names') return [text]
    const [before, after] = [
      `repo:${owner}/${repository}`,
      `repo:${owner}@${ids.owner}/${repository}@${ids.repository}`,
    ]
    return [text, text.replace(before, () => after)]
  })
  return [...new Set(all)]
}
