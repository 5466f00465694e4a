import { isMapping } from '../core/role/plain-data.ts'
import type { CredentialStep } from './find-steps.ts'

/** Whose tokens a step's jobs have, and what is only supposed about it. */
export interface SupposedSubjects {
  readonly subjects: readonly string[]
  readonly supposed: string | undefined
}

/** Events whose jobs run on the default branch, whatever they are about. */
const ON_DEFAULT = new Set([
  'schedule',
  'workflow_dispatch',
  'workflow_run',
  'repository_dispatch',
  'issue_comment',
  'issues',
])

/**
 * The subjects that GitHub gives the jobs of a step.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 *
 * @param repository - as OWNER/NAME
 */
export function supposeSubjects(
  { triggers, environment }: Pick<CredentialStep, 'triggers' | 'environment'>,
  repository: string,
): SupposedSubjects {
  const all = (claims: readonly string[]) =>
    [...new Set(claims)].map((one) => `repo:${repository}:${one}`)
  if (environment?.includes('${{') === true)
    return { subjects: [], supposed: `the job's environment is ${environment}: name each` }
  if (environment !== undefined)
    return { subjects: all([`environment:${environment}`]), supposed: undefined }
  const names = Object.keys(triggers)
  const claims = names.flatMap((name) => claimsOf(name, triggers[name]))
  if (claims.length > 0)
    return {
      subjects: all(claims),
      supposed: names.some((name) => ON_DEFAULT.has(name))
        ? 'main is taken for the default branch'
        : undefined,
    }
  const supposed = names.includes('workflow_call')
    ? 'the workflow is called by others: name the branches or environments of the callers'
    : 'nothing says which jobs run it: name their branches or environments'
  return { subjects: [], supposed }
}

function claimsOf(event: string, filter: unknown): readonly string[] {
  if (event === 'pull_request') return ['pull_request']
  if (event === 'release') return ['ref:refs/tags/*']
  if (ON_DEFAULT.has(event) || event === 'pull_request_target') return ['ref:refs/heads/main']
  if (event !== 'push') return []
  const branches = refs(filter, 'branches', 'heads')
  const tags = refs(filter, 'tags', 'tags')
  return branches.length + tags.length > 0 ? [...branches, ...tags] : ['ref:refs/heads/*']
}

/** A pattern of GitHub's has `**` for what `*` is in a subject; what it leaves out with `!` is no subject. */
function refs(filter: unknown, field: string, kind: string): readonly string[] {
  const given = isMapping(filter) ? filter[field] : undefined
  const names = typeof given === 'string' ? [given] : Array.isArray(given) ? given.map(String) : []
  return names
    .filter((name) => !name.startsWith('!'))
    .map((name) => `ref:refs/${kind}/${name.replaceAll('**', '*')}`)
}
