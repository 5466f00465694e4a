import { readSubject } from '../../core/trust/subject.ts'

/** Who a subject lets in: `octo/app on branch main`. What does not begin with a repository of GitHub stays as it is. */
export function subjectWords(subject: string): string {
  const { issuer, owner, repository = '', ownerId, repositoryId, claim } = readSubject(subject)
  if (owner === undefined || issuer !== undefined) return subject
  const ids = ownerId === undefined ? '' : ` (ids ${ownerId}/${repositoryId ?? '*'})`
  return `${owner}/${repository}${ids} ${claimWords(claim)}`
}

function claimWords(claim: string | undefined): string {
  if (claim === undefined || claim === '*') return 'in any job'
  if (claim === 'pull_request') return 'in pull requests'
  const [, kind = '', name = ''] = /^(environment|ref):(.*)$/s.exec(claim) ?? []
  if (kind === 'environment') return `in environment ${name}`
  if (kind === 'ref')
    return `on ${name.replace(/^refs\/heads\//, 'branch ').replace(/^refs\/tags\//, 'tag ')}`
  return `with ${claim}`
}
