import { parseGithubSubject } from './github-subject.ts'

/** Claims that a workflow of anybody's repository can have as the role's subject wants it. */
const ANYBODYS = ['workflow', 'environment', 'ref', 'context', 'head_ref', 'base_ref']

/**
 * Why a subject would let in more than whom it names, with the cure; undefined when it does not. AWS itself
 * refuses only the worst of these.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_secure-by-default.html
 *
 * @param isGithub - whether the subjects are those of GitHub, whose form is known.
 */
export function faultOfSubject(subject: string, isGithub: boolean): string | undefined {
  if (/^[*?]/.test(subject))
    return 'begins with a wildcard and fits everybody: write out whom it means'
  if (!isGithub) return undefined
  const [first = ''] = subject.split(':')
  if (ANYBODYS.includes(first)) {
    return `begins with ${first}, which a repository of anybody's may have: begin with repo or repository_id`
  }
  if (!first.startsWith('repo') || first !== 'repo') {
    return /[*?]/.test(first)
      ? 'has a wildcard in the name of its first claim: write it out'
      : undefined
  }
  const parts = parseGithubSubject(subject)
  if (parts === undefined)
    return 'is not a subject of GitHub: write it as repo:OWNER/REPO:… or repo:OWNER@ID/REPO@ID:…'
  if (/[*?]/.test(parts.owner))
    return 'has a wildcard in the owner, which anybody can be: write the owner out'
  if (/[*?]/.test(parts.ids?.owner ?? '')) {
    return "has a wildcard in the owner's id, so that whoever takes the name later fits: write the id out"
  }
  if (/[*?]/.test(parts.repository) && parts.context === '') {
    return `fits every job of every repository it means: add what they run for, such as ${subject}:ref:refs/heads/main`
  }
  return undefined
}
