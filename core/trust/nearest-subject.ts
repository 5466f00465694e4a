import { matchesGlob } from '../policy/match.ts'
import { readSubject, type Subject } from './subject.ts'

/** A way in which a subject nearly fits a token, and what is to be done about it. */
type Nearness = (wanted: Subject, had: Subject) => string | undefined

const NEARNESSES: readonly Nearness[] = [
  // The repository sends ids, the subject has names.
  ({ sub, subject }, had) => {
    const { ownerId, repositoryId } = had
    if (ownerId === undefined || repositoryId === undefined) return undefined
    if (!matchesGlob(sub, withoutIds(had.sub))) return undefined
    return `the repository sends its ids since it was made, renamed or moved: add the subject with @${ownerId} and @${repositoryId} beside ${subject}`
  },
  ({ sub, subject, ownerId }, had) =>
    ownerId !== undefined && had.ownerId === undefined && matchesGlob(withoutIds(sub), had.sub)
      ? `the repository sends names without ids: add ${had.sub} beside ${subject}`
      : undefined,
  ({ sub, subject, ownerId }, had) =>
    ownerId !== undefined &&
    had.ownerId !== undefined &&
    matchesGlob(withoutIds(sub), withoutIds(had.sub))
      ? `the names are those of ${subject} and the ids are not: the repository was moved, or somebody else has taken its name`
      : undefined,
  // Renamed or transferred: the repository keeps its id, whatever it and its owner are called.
  ({ subject, repositoryId, claim = '' }, had) =>
    repositoryId !== undefined &&
    repositoryId === had.repositoryId &&
    matchesGlob(claim, had.claim ?? '')
      ? `the repository with the id ${repositoryId} is now ${had.owner ?? ''}/${had.repository ?? ''}, renamed or of another owner: if it is meant, add ${had.sub} beside ${subject}`
      : undefined,
  ({ sub, subject }, had) =>
    matchesGlob(sub.toLowerCase(), had.sub.toLowerCase())
      ? `${subject} differs in upper and lower case alone: write ${had.sub}`
      : undefined,
  ({ sub, subject }, had) =>
    matchesGlob(sub, had.sub.replaceAll('%3A', ':'))
      ? `a colon in a name is sent as %3A: write ${had.sub} instead of ${subject}`
      : undefined,
  ({ sub, subject }, had) =>
    matchesGlob(`${sub}:*`, had.sub)
      ? `the repository's template sends more claims than ${subject} has: write ${had.sub}`
      : undefined,
  ({ owner, repository, claim = '', subject }, had) => {
    if (owner !== had.owner || repository !== had.repository) return undefined
    const [wanted, sent] = [claim.split(':')[0], (had.claim ?? '').split(':')[0]]
    if (wanted === 'ref' && sent === 'environment')
      return `${subject} names a branch or tag, and a job with an environment sends that instead: write ${had.sub}, and bind the branch with claims: ref`
    if (wanted === 'environment' && sent === 'ref')
      return `${subject} names an environment, and the job has none: give it the environment, or add ${had.sub}`
    return undefined
  },
]

/** Which subject nearly fits a token's `sub`, why it does not, and what to do; undefined when none is near. */
export function nearestCause(subjects: readonly string[], sub: string): string | undefined {
  const had = readSubject(sub)
  for (const nearness of NEARNESSES) {
    for (const one of subjects) {
      const cause = nearness(readSubject(one), had)
      if (cause !== undefined) return cause
    }
  }
  return undefined
}

function withoutIds(sub: string): string {
  return sub.replace(/^(repo:[^/@:]+)@[^/:]+(\/[^/@:]+)@[^/:]+/, '$1$2')
}
