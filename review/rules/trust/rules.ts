import { breadthOf } from '../../../core/trust/subject-breadth.ts'
import { idsFault, unfitness } from '../../../core/trust/subject-fault.ts'
import { type ChangeRule, few, found, type Rule, type StateRule, unseen } from '../rule.ts'
import { ACCOUNT_RULES } from './account-rules.ts'
import { JOB_RULES } from './job-rules.ts'
import { OIDC_DOCS, ofSubjects, subjectsOf } from './of-subjects.ts'

const trustWidened: ChangeRule = {
  id: 'TRU001',
  name: 'trust-widened',
  severity: 'error',
  title: 'more subjects, or jobs of other claims, may take the role',
  why: 'who may take a role decides about all its rights',
  cure: 'check each new subject and claim, then waive this with the reason',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, before, after }) => {
    if (before === undefined || after === undefined) return []
    const subjects = after.sourced.role.subjects ?? []
    const looser = comparison.fields.filter(
      ({ field, direction }) => field === 'claims' && direction === 'wider',
    )
    return [
      ...comparison.trust.gained.map(({ subject }) =>
        found({
          subject,
          reason: `${subject === '*' ? 'every job' : subject} may take the role`,
          place: after.sourced.placeOf(['subjects', Math.max(0, subjects.indexOf(subject))]),
        }),
      ),
      ...looser.map(({ before: was = '', after: is = 'nothing' }) =>
        found({
          subject: 'claims',
          reason: `its claims want ${is} instead of ${was === '' ? 'nothing' : was}`,
          place: after.sourced.placeOf(['claims'], true),
        }),
      ),
    ]
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
  (subject, { sourced }) => {
    const fault = breadthOf(subject, sourced.role.claims)
    return fault !== undefined && isAnybodys(fault) ? `${subject.subject} ${fault}` : undefined
  },
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

/** The rules about who may take a role. */
export const TRUST_RULES: readonly Rule[] = [
  trustWidened,
  wildcardSubject,
  noSubject,
  abusableClaim,
  mutableSubject,
  formMismatch,
  environmentUnprotected,
  ...JOB_RULES,
  ...ACCOUNT_RULES,
]

function isAnybodys(fault: string): boolean {
  return fault.startsWith('begins with ')
}
