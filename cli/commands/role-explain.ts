import { ttlLimits } from '../../core/role/role.ts'
import { loadActionTable } from '../../review/actions/load-action-table.ts'
import { effectiveActions } from '../../review/access/effective-actions.ts'
import { jsonText } from '../../core/language/json-text.ts'
import type { ActionGroup } from '../../review/model/access-change.ts'
import type { ReviewedRole } from '../../review/model/role-set.ts'
import { EXIT } from '../process/exit-codes.ts'
import { explainText } from '../review/explain-text.ts'
import { findSourcedRole } from '../review/find-sourced-role.ts'
import type { Session } from '../session.ts'
import { styleFor } from '../printing/style.ts'

/** Describes what a role may do, in words and tables. */
export async function roleExplainCommand(session: Session, name: string): Promise<number> {
  const { context, settings } = session
  const role = await findSourcedRole(session, name)
  const table = await loadActionTable()
  const groups = role.access.isUnlimited ? [] : effectiveActions(role.access, table)
  const { stdout, env } = context
  const look = {
    style: styleFor(stdout, settings.color, env),
    width: stdout.terminal ? stdout.columns : undefined,
  }
  const text = settings.json
    ? jsonText(documentOf(role, groups, table.date))
    : explainText(role, groups, { ...look, date: table.date })
  await stdout.write(text)
  return EXIT.ok
}

function documentOf(reviewed: ReviewedRole, groups: readonly ActionGroup[], date: string) {
  const { role, access } = reviewed
  const limits = ttlLimits(role)
  return {
    role: role.name,
    credential_type: role.credential_type,
    description: role.description ?? null,
    owner: role.owner ?? null,
    subjects: role.subjects ?? [],
    default_ttl_seconds: limits.default,
    max_ttl_seconds: limits.max,
    basis: access.basis,
    is_unlimited: access.isUnlimited,
    actions: groups,
    statements: access.isUnlimited
      ? []
      : access.statements.map(({ statement, policy, index, path }) => ({
          policy,
          statement: index,
          effect: statement.Effect,
          place: reviewed.placeOf(path),
        })),
    not_known: access.unread.map(({ kind, name, effect }) => ({ kind, name, effect })),
    action_table_date: date,
  }
}
