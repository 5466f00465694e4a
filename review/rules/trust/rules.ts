import type { Place } from '../../../core/place.ts'
import { breadthOf, idsFault, unfitness } from '../../../core/trust/subject-fault.ts'
import { makerOfForm, readSubject, type Subject } from '../../../core/trust/subject.ts'
import type { RoleView } from '../role-view.ts'
import { type ChangeRule, few, found, type Rule, type StateRule, unseen } from '../rule.ts'
import { ACCOUNT_RULES } from './account-rules.ts'

const OIDC_DOCS = 'https://docs.github.com/en/actions/reference/security/oidc'

interface PlacedSubject extends Subject {
  readonly place: Place
}

function subjectsOf({ sourced }: RoleView): readonly PlacedSubject[] {
  return (sourced.role.subjects ?? []).map((subject, index) => ({
    ...readSubject(subject),
    get place() {
      return sourced.placeOf(['subjects', index])
    },
  }))
}

function isGithub(subject: Subject): boolean {
  return makerOfForm(subject) === 'github'
}

/** A rule that asks something of each subject. */
function ofSubjects(
  text: Omit<StateRule, 'looksAt' | 'check' | 'isWaivable'>,
  reasonOf: (subject: PlacedSubject, role: RoleView) => string | undefined,
): StateRule {
  return {
    ...text,
    isWaivable: true,
    looksAt: 'role',
    check: (role) =>
      subjectsOf(role).flatMap((subject) => {
        const reason = reasonOf(subject, role)
        if (reason === undefined) return []
        return [found({ subject: subject.subject, reason, place: subject.place })]
      }),
  }
}

const trustWidened: ChangeRule = {
  id: 'TRU001',
  name: 'trust-widened',
  severity: 'error',
  title: 'more subjects may take the role',
  why: 'who may take a role decides about all its rights',
  cure: 'check each new subject, then waive this with the reason',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, before, after }) => {
    if (before === undefined || after === undefined) return []
    const subjects = after.sourced.role.subjects ?? []
    return comparison.trust.gained.map(({ subject }) =>
      found({
        subject,
        reason: `${subject === '*' ? 'every job' : subject} may take the role`,
        place: after.sourced.placeOf(['subjects', Math.max(0, subjects.indexOf(subject))]),
      }),
    )
  },
}

const wildcardSubject = ofSubjects(
  {
    id: 'TRU002',
    name: 'wildcard-subject',
    severity: 'error',
    title: 'a subject with a wildcard in its owner or repository',
    why: 'anyone who can make a repository of a fitting name can take the role',
    cure: 'write a subject for each repository',
    docs: OIDC_DOCS,
  },
  (subject) => {
    const { subject: text, owner = '', ownerId, repository = '', repositoryId } = subject
    if (/[*?]/.test(owner)) return `${text} fits owners that match ${owner}`
    if (/[*?]/.test(`${ownerId ?? ''}${repositoryId ?? ''}`))
      return `${text} has a wildcard in an id, so that whoever takes the name later fits`
    if (/[*?]/.test(repository) && ownerId === undefined)
      return `${text} fits every repository of ${owner} that matches ${repository}`
    const fault = breadthOf(subject)
    return fault === undefined || isAnybodys(fault) ? undefined : `${text} ${fault}`
  },
)

const noSubject: StateRule = {
  id: 'TRU004',
  name: 'no-subject',
  severity: 'warning',
  title: 'nobody is named who may take the role',
  why: 'whoever can read the role and has rights in AWS can issue from it, and no reviewer sees who',
  cure: 'name them in subjects',
  docs: OIDC_DOCS,
  isWaivable: true,
  looksAt: 'role',
  check: (role) =>
    role.sourced.role.subjects !== undefined || role.sourced.knownLater.includes('subjects')
      ? []
      : [
          found({
            subject: 'subjects',
            reason: 'names no subjects',
            ...(role.isWriting() ? {} : { lowerBy: 1 }),
            place: role.sourced.placeOf([]),
          }),
        ],
}

const pullRequest = ofSubjects(
  {
    id: 'TRU005',
    name: 'pull-request-subject',
    severity: 'error',
    title: 'pull requests may take a role that writes',
    why: 'code that nobody has reviewed runs with these rights',
    cure: 'give pull requests a role of their own that only reads',
    docs: OIDC_DOCS,
  },
  ({ subject, sub }, role) =>
    /:pull_request\b/.test(sub) && role.isWriting()
      ? `${subject}: unreviewed code may take a role that writes`
      : undefined,
)

const anyBranch = ofSubjects(
  {
    id: 'TRU006',
    name: 'any-branch-on-write-role',
    severity: 'warning',
    title: 'any branch may take a role that writes',
    why: 'a push to a branch without protection is enough',
    cure: 'end the subject in :ref:refs/heads/NAME, :ref:refs/tags/… or :environment:NAME',
    docs: OIDC_DOCS,
  },
  (subject, role) =>
    isGithub(subject) && isAnyBranch(subject.claim) && role.isWriting()
      ? `${subject.subject} is tied to no branch, tag or environment`
      : undefined,
)

const abusableClaim = ofSubjects(
  {
    id: 'TRU007',
    name: 'abusable-first-claim',
    severity: 'error',
    title: 'a subject that begins with a claim which others can have too',
    why: 'a workflow, branch or environment of that name can stand in any repository',
    cure: 'begin with repo: or repository_id:',
    docs: OIDC_DOCS,
  },
  (subject) =>
    isAnybodys(breadthOf(subject))
      ? `${subject.subject} does not begin with the repository`
      : undefined,
)

const mutableSubject: StateRule = {
  id: 'TRU008',
  name: 'mutable-subject',
  severity: 'note',
  title: 'subjects with names only',
  why: 'who takes over the name of an owner or a repository takes over the role',
  cure: 'write repo:OWNER@ID/REPO@ID:… for repositories whose tokens have it (made, renamed or moved since July 2026)',
  docs: OIDC_DOCS,
  isWaivable: true,
  looksAt: 'role',
  check: (role) => {
    const named = subjectsOf(role).filter(({ form }) => form === 'github-names')
    const [first] = named
    if (first === undefined) return []
    const repositories = [
      ...new Set(named.map(({ owner, repository }) => `${owner ?? ''}/${repository ?? ''}`)),
    ]
    return [
      found({
        subject: 'names only',
        reason: `${few(repositories, 3)} by name only`,
        place: first.place,
      }),
    ]
  },
}

const formMismatch = ofSubjects(
  {
    id: 'TRU009',
    name: 'subject-form-mismatch',
    severity: 'error',
    title: 'a subject that no token of GitHub fits',
    why: 'nobody can take the role by it',
    cure: 'write repo:OWNER/REPO:CLAIM or repo:OWNER@ID/REPO@ID:CLAIM, with both ids or none',
    docs: OIDC_DOCS,
  },
  (subject) => {
    const fault = unfitness(subject) ?? idsFault(subject)
    return fault === undefined ? undefined : `${subject.subject} ${fault}`
  },
)

const environmentUnprotected: StateRule = {
  id: 'TRU010',
  name: 'environment-unprotected',
  severity: 'warning',
  title: 'an environment without reviewers or branch rule',
  why: 'an environment that anyone can deploy to protects nothing',
  cure: 'give the environment required reviewers or deployment branches',
  docs: 'https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments',
  isWaivable: true,
  looksAt: 'role',
  check: (role) =>
    subjectsOf(role).some(({ claim }) => claim?.startsWith('environment:'))
      ? [unseen("GitHub's settings of environments are not read")]
      : [],
}

const selfHosted: StateRule = {
  id: 'TRU011',
  name: 'self-hosted-allowed',
  severity: 'note',
  title: 'self-hosted runners may take a role that writes',
  why: 'what an earlier job left on such a runner can take the token',
  cure: "put runner_environment into the repository's subject template, and pin it to github-hosted",
  docs: OIDC_DOCS,
  isWaivable: true,
  looksAt: 'role',
  check: (role) => {
    const open = subjectsOf(role).filter(
      (subject) => isGithub(subject) && !subject.subject.includes('runner_environment:'),
    )
    const [first] = open
    if (first === undefined || !role.isWriting()) return []
    return [
      found({
        subject: 'runner_environment',
        reason: 'its subjects do not say on which runners',
        place: first.place,
      }),
    ]
  },
}

/** The rules about who may take a role. */
export const TRUST_RULES: readonly Rule[] = [
  trustWidened,
  wildcardSubject,
  noSubject,
  pullRequest,
  anyBranch,
  abusableClaim,
  mutableSubject,
  formMismatch,
  environmentUnprotected,
  selfHosted,
  ...ACCOUNT_RULES,
]

/** Nothing after the repository, a wildcard for all of it, or a ref that any branch has. */
function isAnyBranch(claim: string | undefined): boolean {
  if (claim === undefined) return false
  return (
    /^\*|^ref:\*|^ref:refs\/(\*|heads\/\*)/.test(claim) && !/(environment|pull_request)/.test(claim)
  )
}

function isAnybodys(fault: string | undefined): boolean {
  return fault?.startsWith('begins with ') === true
}
