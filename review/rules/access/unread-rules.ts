import type { UnreadPolicy } from '../../model/role-access.ts'
import type { RoleChange } from '../rule.ts'
import { type ChangeRule, found } from '../rule.ts'

const unreadRights: ChangeRule = {
  id: 'ACC016',
  name: 'unread-rights',
  severity: 'error',
  title: 'rights from a policy or a group that is not read',
  why: 'what it allows is not known here, and may be everything',
  cure: 'write the rights into policy_document, or have somebody who knows the policy look at it, and waive this with the reason',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, before, after }) =>
    after === undefined
      ? []
      : comparison.access.gained.unread.map(({ kind, name, path }) =>
          found({
            subject: `${kind} ${name}`,
            reason: unreadText(kind, name),
            // A plan is made before such things are known.
            ...(kind === 'known-later' ? { severity: 'warning' as const } : {}),
            // Of a new session it can only take away.
            lowerBy: before === undefined && after.sourced.access.basis === 'limit' ? 1 : 0,
            place: after.sourced.placeOf(path),
          }),
        ),
}

function unreadText(kind: UnreadPolicy['kind'], name: string): string {
  if (kind === 'known-later') return `${name} is known only after Terraform has applied`
  const what = kind === 'group' ? `the group ${name}` : name
  return `gains what ${what} allows, which is not read`
}

const otherPrincipal: ChangeRule = {
  id: 'ACC017',
  name: 'other-principal',
  severity: 'error',
  title: 'sessions of another AWS role, or credentials of another kind',
  why: 'the rights begin with those of the principal behind the credentials, which are not read',
  cure: 'check what the new principal may, then waive this with the reason',
  isWaivable: true,
  looksAt: 'change',
  check: (change) => [...newPrincipals(change), ...newKind(change)],
}

function newPrincipals({ before, after }: RoleChange) {
  const now = after?.sourced.role
  const old = before?.sourced.role
  if (after === undefined || now?.credential_type !== 'assumed_role') return []
  if (old?.credential_type !== 'assumed_role') return []
  return now.role_arns
    .filter((arn) => !old.role_arns.includes(arn))
    .map((arn) =>
      found({
        subject: arn,
        reason: `its sessions may be of ${arn} now; of ${old.role_arns.join(', ')} before`,
        place: after.sourced.placeOf(['role_arns', now.role_arns.indexOf(arn)]),
      }),
    )
}

function newKind({ comparison, after }: RoleChange) {
  const { before: old, after: now } = comparison.credentialType
  const reason = comparison.wider.find(
    ({ aspect, text }) => aspect === 'account' && text.startsWith('it is now'),
  )
  if (after === undefined || reason === undefined) return []
  return [
    found({
      subject: `credential_type ${old ?? ''} ${now ?? ''}`,
      reason: reason.text,
      place: after.sourced.placeOf(['credential_type']),
    }),
  ]
}

const unlimitedSession: ChangeRule = {
  id: 'ACC018',
  name: 'unlimited-session',
  severity: 'error',
  title: 'sessions that no policy of their own limits',
  why: 'they may do all that the AWS role or the issuing user behind them may, which is not read',
  cure: 'say in policy_document or policy_arns what is left of those rights',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, before, after }) => {
    if (after === undefined || !comparison.access.gained.isUnlimited) return []
    const { role } = after.sourced
    const behind =
      role.credential_type === 'assumed_role' ? role.role_arns.join(', ') : 'the issuing user'
    const fresh = before === undefined
    return [
      found({
        subject: 'no session policy',
        reason: `${fresh ? 'may' : 'no session policy limits it any more: it may'} do all that ${behind} may`,
        // Who may take it, and as what, is all that a new role says; what it had and lost was a limit.
        lowerBy: fresh ? 1 : 0,
        place: after.sourced.placeOf([
          role.credential_type === 'assumed_role' ? 'role_arns' : 'credential_type',
        ]),
      }),
    ]
  },
}

/** The rules about rights that stand elsewhere. */
export const UNREAD_ACCESS_RULES: readonly ChangeRule[] = [
  unreadRights,
  otherPrincipal,
  unlimitedSession,
]
