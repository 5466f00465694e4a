import { actionScope } from '../../actions/action-scope.ts'
import { includes } from '../../actions/action-set.ts'
import type { RoleView } from '../role-view.ts'
import {
  few,
  found,
  type RuleOutcome,
  type Rule,
  type RuleContext,
  type SetOutcome,
  type SetRule,
  type StateRule,
  unseen,
} from '../rule.ts'
import { isLimiting } from '../escalation/clause-limits.ts'
import { excessOver } from './reference-policy.ts'

const NO_FILE = 'there is no guardrail file'
const BOUNDARIES_DOCS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html'
const CREATES_PRINCIPALS = ['iam:CreateUser', 'iam:CreateRole']

const boundaryMissing: StateRule = {
  id: 'GRD001',
  name: 'boundary-missing',
  severity: 'error',
  title: 'users or roles without a permissions boundary',
  why: 'nothing then limits what they are given later',
  cure: 'set permissions_boundary_arn; for users and roles that are made, ask for iam:PermissionsBoundary in a condition',
  docs: BOUNDARIES_DOCS,
  isWaivable: true,
  looksAt: 'role',
  check: (role, { guardrail }) => [
    ...ownBoundary(role, guardrail?.requiredBoundaries ?? [], guardrail?.file),
    ...madeWithout(role),
  ],
}

function ownBoundary(
  { sourced }: RoleView,
  required: readonly string[],
  file: string | undefined,
): readonly RuleOutcome[] {
  const { role, knownLater } = sourced
  if (role.credential_type !== 'iam_user') return []
  const field = 'permissions_boundary_arn'
  if (knownLater.includes(field))
    return [unseen(`${field} is known only after Terraform has applied`)]
  const boundary = role.permissions_boundary_arn
  if (boundary !== undefined && (required.length === 0 || required.includes(boundary))) return []
  const reason =
    boundary === undefined
      ? 'its users have no permissions boundary'
      : `its boundary ${boundary} is none of those that ${file ?? ''} asks for`
  // Without a rule of the organisation's own, a boundary is good practice and no law.
  const severity = required.length === 0 ? ('warning' as const) : ('error' as const)
  const place = sourced.placeOf(boundary === undefined ? ['credential_type'] : [field])
  return [found({ subject: field, reason, severity, place })]
}

function madeWithout(role: RoleView): readonly RuleOutcome[] {
  return CREATES_PRINCIPALS.flatMap((action) => {
    const way = role
      .waysTo(action)
      .find(({ clauses, denies }) =>
        [...clauses, ...denies.flatMap((deny) => deny.clauses)].every(
          ({ key }) => key !== 'iam:permissionsboundary',
        ),
      )
    if (way === undefined) return []
    const isLess = way.clauses.some(isLimiting) || role.sourced.access.basis === 'limit'
    return [
      found({
        subject: action,
        reason: `${action} without a condition on iam:PermissionsBoundary`,
        lowerBy: isLess ? 1 : 0,
        place: role.placeOf(way.source),
        granted: way.source,
      }),
    ]
  })
}

const boundaryChanged: Rule = {
  id: 'GRD002',
  name: 'boundary-changed',
  severity: 'error',
  title: 'the permissions boundary is swapped or gone',
  why: 'it was the outer limit of what leases can do',
  cure: 'keep the boundary, or waive this with the reason why the new one is no wider',
  docs: BOUNDARIES_DOCS,
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, after }) =>
    after === undefined
      ? []
      : comparison.fields
          .filter(
            ({ field, before }) => field === 'permissions_boundary_arn' && before !== undefined,
          )
          .map(({ field, before, after: now }) =>
            found({
              subject: field,
              reason: `the boundary was ${before ?? ''} and is ${now ?? 'gone'}`,
              place: after.sourced.placeOf([field]),
            }),
          ),
}

const exceedsReference: StateRule = {
  id: 'GRD003',
  name: 'exceeds-reference',
  severity: 'error',
  title: "rights beyond the organisation's reference policy",
  why: 'no role may have them',
  cure: 'take them out, or have the owners of the guardrail file widen it',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-custom-policy-checks.html',
  isWaivable: false,
  looksAt: 'role',
  check: (role, context) => {
    const { guardrail, table } = context
    const policy = guardrail?.referencePolicy
    if (policy === undefined) return missing(role, 'reference_policy', context)
    const statements = role.statements
    const access = { ...role.sourced.access, statements }
    const beyond = excessOver(policy, access, table).map(({ source, actions, isDenied }) =>
      found({
        subject: `${isDenied ? 'denied ' : ''}${actions.join()}`,
        reason: `${few(actions)} ${isDenied ? 'denied by' : 'beyond'} the reference policy of ${guardrail?.file ?? ''}`,
        place: role.placeOf(source),
        granted: source,
      }),
    )
    return [...beyond, ...unreadRights(role)]
  },
}

const ownerReview: SetRule = {
  id: 'GRD004',
  name: 'owner-review',
  severity: 'error',
  title: 'nobody has to look at the change, or the wrong ones',
  why: 'a limit that is changed together with what it limits is none',
  cure: 'name owners for the file in CODEOWNERS, and change the guardrail file by itself',
  docs: 'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
  isWaivable: false,
  looksAt: 'set',
  check: (comparison, context) => {
    const { codeOwners, guardrail, isGuardrailChanged } = context
    const changed = comparison.roles.filter(
      ({ kind, after }) => kind !== 'unchanged' && after !== undefined,
    )
    const outcomes: SetOutcome[] = []
    if (codeOwners === undefined && changed.length > 0) {
      outcomes.push(
        unseen(
          changed.some(({ after }) => after?.text !== undefined)
            ? 'there is no CODEOWNERS file'
            : 'a Terraform plan does not say which files its roles stand in',
        ),
      )
    }
    for (const { name, after, before } of changed) {
      if (after === undefined) continue
      const { from, role, placeOf } = after
      const isUnowned = codeOwners?.ownersOf(from).length === 0
      const place = placeOf([])
      if (isUnowned && after.text !== undefined) {
        const isNew = before === undefined
        const reason = `CODEOWNERS names nobody for ${from}`
        outcomes.push({ ...found({ subject: from, reason, place }), role: name, isNew })
      }
      const owners = guardrail?.owners ?? []
      if (owners.length > 0 && !owners.includes(role.owner ?? '')) {
        const reason = `its owner is ${role.owner ?? 'nobody'}, none of ${few(owners)}`
        const isNew = before?.role.owner !== role.owner || before === undefined
        const at = placeOf(['owner'])
        outcomes.push({ ...found({ subject: 'owner', reason, place: at }), role: name, isNew })
      }
    }
    if (isGuardrailChanged === true && changed.length > 0 && guardrail !== undefined) {
      const place = { file: guardrail.file, line: 1, column: 1 }
      const reason = `${guardrail.file} changes together with ${few(
        changed.map(({ name }) => name),
        3,
      )}`
      outcomes.push({ ...found({ subject: 'guardrail file', reason, place }), isNew: true })
    }
    return outcomes
  },
}

const userCredential: StateRule = {
  id: 'GRD005',
  name: 'iam-user-credential',
  severity: 'warning',
  title: 'a user with an access key where a session would do',
  why: 'a key has no end of its own: if nobody deletes it, it works for ever',
  cure: 'use assumed_role, unless something cannot take a session token',
  isWaivable: true,
  looksAt: 'role',
  check: ({ sourced }) =>
    sourced.role.credential_type === 'iam_user'
      ? [
          found({
            subject: 'credential_type',
            reason: 'its leases are IAM users with access keys',
            place: sourced.placeOf(['credential_type']),
          }),
        ]
      : [],
}

const forbiddenAction: StateRule = {
  id: 'GRD006',
  name: 'not-allowed-action',
  severity: 'error',
  title: "actions on the organisation's list of forbidden ones",
  why: 'no role may have them',
  cure: 'take them out or deny them, or have the owners of the guardrail file take them off the list',
  isWaivable: false,
  looksAt: 'role',
  check: (role, context) => {
    const { guardrail, table } = context
    const entries = guardrail?.forbiddenActions ?? []
    if (entries.length === 0) return missing(role, 'forbidden_actions', context)
    const scope = actionScope(table, role.statements)
    const forbidden = entries.flatMap((entry) => {
      const set = scope.matching(entry)
      const names = role.actions().filter(({ index }) => includes(set, index))
      const way = role.waysTo(names[0]?.name ?? '')[0]
      if (way === undefined) return []
      return [
        found({
          subject: entry,
          reason: `may do ${few(names.map(({ name }) => name))}, forbidden as ${entry} by ${guardrail?.file ?? ''}`,
          place: role.placeOf(way.source),
        }),
      ]
    })
    return [...forbidden, ...unreadRights(role)]
  },
}

/** The rules about what an organisation says no role may exceed. */
export const GUARDRAIL_RULES: readonly Rule[] = [
  boundaryMissing,
  boundaryChanged,
  exceedsReference,
  ownerReview,
  userCredential,
  forbiddenAction,
]

function missing(_: RoleView, field: string, { guardrail }: RuleContext): readonly RuleOutcome[] {
  return [unseen(guardrail === undefined ? NO_FILE : `${guardrail.file} has no ${field}`)]
}

/** A limit that nobody held against all of the rights was not held. */
function unreadRights({ sourced }: RoleView): readonly RuleOutcome[] {
  const { isUnlimited, unread } = sourced.access
  if (isUnlimited)
    return [unseen('the rights are those of the AWS principal behind it, which is not read')]
  const adding = unread.filter(({ effect }) => effect === 'adds').map(({ name }) => name)
  return adding.length === 0 ? [] : [unseen(`what ${few(adding, 3)} may add is not read`)]
}
