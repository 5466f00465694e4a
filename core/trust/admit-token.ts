import { DaypassError } from '../errors.ts'
import { oneLine } from '../language/one-line.ts'
import { matchesGlob } from '../policy/match.ts'
import type { Role } from '../role/role.ts'
import { nearestCause } from './nearest-subject.ts'
import { bareIssuer, makerOf, makerOfForm, readSubject, type Subject } from './subject.ts'
import { namesNobody, STRANGER_EVENTS } from './stranger-events.ts'
import { describeToken, shown, type TokenClaims } from './token-claims.ts'

/** Why a token may take a role: a subject of the role fits it, or the role names none and leaves it to AWS. */
export type Admission =
  { readonly by: 'subject'; readonly subject: string } | { readonly by: 'no-subjects' }

/**
 * Whether the job behind a token is one that the role's `subjects` and `claims` name. Jobs that strangers set off
 * (`pull_request_target`, `workflow_run`, `issue_comment`) are refused unless the role's `claims` name `event_name`.
 *
 * A courtesy of the broker and a second line of defence, no more: it is asked in the job itself, which holds the
 * broker's rights and could go without it, and AWS is not asked. It stops mistakes (the wrong role in a workflow) with a
 * clear word, before anything is made. What stops an attacker is a trust policy: `tokenTrustPolicy`.
 *
 * A subject that names its issuer fits the tokens of that one alone; one of GitHub's form without it, those of any server
 * of GitHub.
 *
 * @throws `request-invalid` when no subject fits, with what to add if the job is to have the role.
 */
export function admitToken(role: Role, token: TokenClaims): Admission {
  const { subjects } = role
  if (namesNobody(role)) return { by: 'no-subjects' }
  const subject = subjects?.find((one) => {
    const wanted = readSubject(one)
    return isOfIssuer(wanted, token.issuer) && matchesGlob(wanted.sub, token.subject)
  })
  if (subjects !== undefined && subject === undefined) {
    const hint = `its subjects are ${subjects.join(', ')}`
    const near = subjects.filter((one) => isOfIssuer(readSubject(one), token.issuer))
    if (near.length === 0)
      throw refusal(token, `role ${role.name} is not for tokens of ${shown(token.issuer)}`, hint)
    const cause = nearestCause(near, token.subject)
    throw refusal(token, `role ${role.name} is not for ${shown(token.subject)}`, cause ?? hint)
  }
  refuseStrangers(role, token)
  refuseClaims(role, token)
  return subject === undefined ? { by: 'no-subjects' } : { by: 'subject', subject }
}

/** Whether a subject means tokens of an issuer: the one that it names, or else one that makes tokens of its form. */
function isOfIssuer(wanted: Subject, issuer: string): boolean {
  if (wanted.issuer !== undefined) return wanted.issuer === bareIssuer(issuer)
  return makerOfForm(wanted) !== 'github' || makerOf(issuer) === 'github'
}

function refuseStrangers(role: Role, token: TokenClaims): void {
  const event = STRANGER_EVENTS.find((one) => one === token.claims['event_name'])
  if (event === undefined || role.claims?.['event_name'] !== undefined) return
  throw refusal(
    token,
    `role ${role.name} is not for jobs of ${event}, which strangers can set off under the subject of the default branch`,
    `if it is meant, say so in the role: claims: {event_name: [push, ${event}]}`,
  )
}

function refuseClaims({ name, claims = {} }: Role, token: TokenClaims): void {
  for (const [claim, wanted] of Object.entries(claims)) {
    const had = claimText(token.claims[claim])
    if (had !== undefined && wanted.some((one) => matchesGlob(one, had))) continue
    const has = had === undefined ? `has no claim ${claim}` : `has ${claim} ${shown(had)}`
    throw refusal(
      token,
      `role ${name} is not for a job whose token ${has}`,
      `its claims want ${claim}: ${wanted.join(', ')}`,
    )
  }
}

function claimText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}

/** Whoever has to mend the role needs to know the token. */
function refusal(token: TokenClaims, message: string, hint?: string): DaypassError {
  const facts = describeToken(token)
  return new DaypassError('request-invalid', message, {
    hint: hint === undefined ? facts : `${oneLine(hint)}; ${facts}`,
  })
}
