import { DaypassError } from '../errors.ts'
import { matchesPattern, writtenPattern } from '../policy/match.ts'
import type { Role } from '../role/role.ts'
import type { TokenClaims } from './token-claims.ts'
import { bareIssuer, GITHUB_ISSUER, readSubject } from './subject.ts'

/** Why a token may take a role: a subject of the role fits it, or the role names none and leaves it to AWS. */
export type Admission =
  { readonly by: 'subject'; readonly subject: string } | { readonly by: 'no-subjects' }

/**
 * Whether the job behind a token is one that the role's `subjects` name.
 *
 * A courtesy of the broker and a second line of defence, no more: it is asked in the job itself, which holds the
 * broker's rights and could go without it, and AWS is not asked. It stops mistakes (the wrong role in a workflow) with a
 * clear word, before anything is made. What stops an attacker is a trust policy: `tokenTrustPolicy`.
 *
 * @param issuer - whose subjects the role means, without `https://`; GitHub's when absent.
 * @throws `request-invalid` when no subject fits, with what to add if the job is to have the role.
 */
export function admitToken(
  role: Role,
  claims: TokenClaims,
  issuer: string = GITHUB_ISSUER,
): Admission {
  if (role.subjects === undefined) return { by: 'no-subjects' }
  if (bareIssuer(claims.issuer) !== issuer) {
    throw new DaypassError(
      'request-invalid',
      `role ${role.name} is for tokens of ${issuer}, not of ${claims.issuer}`,
    )
  }
  const subject = role.subjects.find((one) => matchesPattern(writtenPattern(one), claims.subject))
  if (subject !== undefined) return { by: 'subject', subject }
  throw new DaypassError(
    'request-invalid',
    `role ${role.name} is not for ${JSON.stringify(claims.subject)}`,
    { hint: cureFor(role.subjects, claims.subject) },
  )
}

function cureFor(subjects: readonly string[], subject: string): string {
  const { ownerId, repositoryId } = readSubject(subject)
  if (ownerId !== undefined && repositoryId !== undefined) {
    const classic = subject.replace(/^(repo:[^/@:]+)@\d+(\/[^/@:]+)@\d+/, '$1$2')
    const renamed = subjects.find((one) => matchesPattern(writtenPattern(one), classic))
    if (renamed !== undefined) {
      return `the repository sends its ids since it was made, renamed or moved: add the subject with @${ownerId} and @${repositoryId} beside ${renamed}`
    }
  }
  return `its subjects are ${subjects.join(', ')}`
}
