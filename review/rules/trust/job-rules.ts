import { matchesGlob } from '../../../core/policy/match.ts'
import { STRANGER_EVENTS, strangersIn } from '../../../core/trust/stranger-events.ts'
import { makerOfForm, type Subject } from '../../../core/trust/subject.ts'
import type { RoleView } from '../role-view.ts'
import { few, found, type StateRule } from '../rule.ts'
import { OIDC_DOCS, ofWriters, subjectsOf } from './of-subjects.ts'

const pullRequest = ofWriters(
  {
    id: 'TRU005',
    name: 'pull-request-subject',
    severity: 'error',
    title: 'pull requests may take a role that writes',
    why: 'code that nobody has reviewed runs with these rights',
    cure: 'give pull requests a role of their own that only reads',
    docs: OIDC_DOCS,
  },
  ({ subject, sub, claim = '' }) =>
    /:pull_request\b/.test(sub) || (/[*?]/.test(claim) && matchesGlob(claim, 'pull_request'))
      ? `${subject}: unreviewed code may take a role that writes`
      : undefined,
)

const anyBranch = ofWriters(
  {
    id: 'TRU006',
    name: 'any-branch-on-write-role',
    severity: 'warning',
    title: 'any branch may take a role that writes',
    why: 'a push to a branch without protection is enough',
    cure: 'end the subject in :ref:refs/heads/NAME, :ref:refs/tags/… or :environment:NAME, or name ref or environment in claims',
    docs: OIDC_DOCS,
  },
  (subject, role) =>
    isGithub(subject) && isAnyBranch(subject, role)
      ? `${subject.subject} is tied to no branch, tag or environment`
      : undefined,
)

const selfHosted: StateRule = {
  id: 'TRU011',
  name: 'self-hosted-allowed',
  severity: 'note',
  title: 'self-hosted runners may take a role that writes',
  why: 'what an earlier job left on such a runner can take the token',
  cure: 'say claims: {runner_environment: github-hosted}',
  docs: OIDC_DOCS,
  isWaivable: true,
  looksAt: 'role',
  check: (role) => {
    const open = subjectsOf(role).filter(
      (subject) => isGithub(subject) && !subject.subject.includes('runner_environment:'),
    )
    const [first] = open
    const isPinned = claimsOf(role)['runner_environment'] !== undefined
    if (first === undefined || isPinned || !role.isWriting()) return []
    return [
      found({
        subject: 'runner_environment',
        reason: 'neither its subjects nor its claims say on which runners',
        place: first.place,
      }),
    ]
  },
}

const defaultBranchEvents: StateRule = {
  id: 'TRU014',
  name: 'events-of-a-branch',
  severity: 'note',
  title: 'which events a role for a branch holds, and whether strangers set some off',
  why: 'jobs of pull_request_target, workflow_run and issue_comment have the subject of the default branch, and code or text of strangers can reach them',
  cure: 'name the events that are meant, claims: {event_name: [push, workflow_dispatch]}, and give those of strangers a role of their own that only reads',
  docs: 'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows',
  isWaivable: true,
  looksAt: 'role',
  check: (role) => {
    const strangers = strangersIn(role.sourced.role)
    const [first] = subjectsOf(role).filter(
      (subject) => isGithub(subject) && (strangers.length > 0 || isOfBranch(subject)),
    )
    if (first === undefined) return []
    return [
      found({
        subject: ['events', ...strangers].join(' '),
        reason: `${first.subject} holds ${eventsOf(role)}`,
        ...(strangers.length > 0 && role.isWriting() ? { severity: 'error' as const } : {}),
        place: first.place,
      }),
    ]
  },
}

/** The rules about which jobs of a repository may take a role. */
export const JOB_RULES: readonly StateRule[] = [
  pullRequest,
  anyBranch,
  selfHosted,
  defaultBranchEvents,
]

function isGithub(subject: Subject): boolean {
  return makerOfForm(subject) === 'github'
}

function claimsOf({ sourced }: RoleView): Readonly<Record<string, readonly string[]>> {
  return sourced.role.claims ?? {}
}

/** Whether the default branch may be the one that is meant: nobody here knows its name. */
function isOfBranch({ sub }: Subject): boolean {
  return !/:(environment:|pull_request\b|ref:refs\/tags\/)/.test(sub)
}

function eventsOf(role: RoleView): string {
  const others = few(STRANGER_EVENTS)
  const wanted = claimsOf(role)['event_name']
  if (wanted === undefined)
    return `pushes, schedules and dispatches on it, and by daypass's look at the token, not by AWS's, no jobs of ${others}`
  return `jobs of ${few(wanted)} alone, by daypass's look at the token: AWS looks at no event`
}

/** Bound to no branch, tag, environment or pull request, be it by the subject or by a claim beside it. */
function isAnyBranch({ sub }: Subject, role: RoleView): boolean {
  if (/(^|:)(environment:|pull_request\b)|@refs\/(heads|tags)\/[^*]/.test(sub)) return false
  if (/(^|:)ref:(?!\*|refs\/(\*|heads\/\*))/.test(sub)) return false
  const { ref = ['*'], environment } = claimsOf(role)
  return environment === undefined && ref.some((one) => /^\*|^refs\/(\*|heads\/\*)/.test(one))
}
