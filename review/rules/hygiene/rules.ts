import { difference, isEmpty } from '../../actions/action-set.ts'
import { clausesOf } from '../../access/clauses.ts'
import { impliesClauses } from '../../access/implies.ts'
import type { SourcedStatement } from '../../model/role-access.ts'
import { containsReach, type Reach } from '../../access/reach.ts'
import type { RoleView } from '../role-view.ts'
import { found, type Rule, type StateRule, unseen } from '../rule.ts'

const redundantStatement: StateRule = {
  id: 'HYG001',
  name: 'redundant-statement',
  severity: 'note',
  title: 'a statement that another one covers',
  why: 'taking it out, or narrowing it, changes nothing, and looks as if it did',
  cure: 'remove it, or narrow the other one',
  isWaivable: true,
  looksAt: 'role',
  check: (role) => {
    const own = role.statements.filter(({ policy }) => policy === 'policy_document')
    return own.flatMap((inner, index) => {
      const by = own.find(
        (outer, place) =>
          outer !== inner &&
          covers(role, outer, inner) &&
          !(place > index && covers(role, inner, outer)),
      )
      if (by === undefined) return []
      return [
        found({
          subject: JSON.stringify(inner.statement),
          reason: `statement ${inner.index + 1} is covered by statement ${by.index + 1}`,
          place: role.placeOf(inner),
        }),
      ]
    })
  },
}

const unusedAccess: StateRule = {
  id: 'HYG002',
  name: 'unused-access',
  severity: 'note',
  title: 'rights that no lease has used',
  why: 'what nobody uses can only be abused',
  cure: 'take them out',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings-view.html',
  isWaivable: true,
  looksAt: 'role',
  check: () => [unseen('it needs the record of what leases did (CloudTrail), which is not read')],
}

const unusedRole: StateRule = {
  id: 'HYG003',
  name: 'unused-role',
  severity: 'note',
  title: 'a role that nobody takes',
  why: 'what nobody uses can only be abused',
  cure: 'remove it',
  isWaivable: true,
  looksAt: 'role',
  check: () => [unseen('it needs the record of past leases, which is not read')],
}

const noOwner: StateRule = {
  id: 'HYG004',
  name: 'missing-owner-or-description',
  severity: 'note',
  title: 'no owner or no description',
  why: 'a reviewer cannot know what the role is for, nor whom to ask',
  cure: 'set owner and description',
  isWaivable: true,
  looksAt: 'role',
  check: ({ sourced }) => {
    const { role, knownLater } = sourced
    const missing = (['owner', 'description'] as const).filter(
      (field) => role[field] === undefined && !knownLater.includes(field),
    )
    if (missing.length === 0) return []
    return [
      found({
        subject: missing.join(),
        reason: `has no ${missing.join(' and no ')}`,
        place: sourced.placeOf([]),
      }),
    ]
  },
}

const expiredDefinition: StateRule = {
  id: 'HYG005',
  name: 'expired-definition',
  severity: 'error',
  title: 'a role whose definition has ended',
  why: 'nothing is issued from it any more',
  cure: 'remove it, or set another expires_at',
  isWaivable: false,
  looksAt: 'role',
  check: ({ sourced }, { now }) => {
    const end = sourced.role.expires_at
    if (end === undefined || end > now) return []
    return [
      found({
        subject: end.toISOString(),
        reason: `its expires_at was ${end.toISOString().slice(0, 10)}`,
        place: sourced.placeOf(['expires_at']),
      }),
    ]
  },
}

const staleWaiver: StateRule = {
  id: 'HYG006',
  name: 'stale-waiver',
  severity: 'warning',
  title: 'a waiver that waives nothing',
  why: 'it looks as if somebody had agreed to something',
  cure: 'write "# daypass: waive RULE until=YYYY-MM-DD reason=…", or remove the comment',
  isWaivable: false,
  looksAt: 'role',
  // Which waivers are of use is known when all other rules have spoken: see staleWaivers.
  check: () => [],
}

const askedWaiver: StateRule = {
  id: 'HYG007',
  name: 'waiver-asked-for',
  severity: 'error',
  title: 'a waiver that comes with the change',
  why: 'whoever may change a role could otherwise waive what the change does',
  cure: 'have the owners of the guardrail file put it there, or merge the comment first, by somebody who may over this',
  isWaivable: false,
  looksAt: 'role',
  // Which waivers are new is known from both sides: see waiversOf.
  check: () => [],
}

/** The rules about order. */
export const HYGIENE_RULES: readonly Rule[] = [
  redundantStatement,
  unusedAccess,
  unusedRole,
  noOwner,
  expiredDefinition,
  staleWaiver,
  askedWaiver,
]

/** Whether a statement says all that another says. */
function covers(role: RoleView, outer: SourcedStatement, inner: SourcedStatement): boolean {
  const [wide, narrow] = [outer.statement, inner.statement]
  if (wide.Effect !== narrow.Effect) return false
  if (!impliesClauses(clausesOf(narrow.Condition), clausesOf(wide.Condition))) return false
  const reaches = reachesOf(outer)
  if (!reachesOf(inner).every((reach) => reaches.some((other) => containsReach(other, reach))))
    return false
  return isEmpty(difference(role.namedBy(inner), role.namedBy(outer)))
}

function reachesOf({ statement }: SourcedStatement): readonly Reach[] {
  if (statement.Resource === undefined) {
    return [{ kind: 'all-but', except: statement.NotResource ?? [] }]
  }
  return statement.Resource.map((resource) => ({ kind: 'entry', resource }))
}
