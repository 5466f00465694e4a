import { clausesOf, clauseText } from '../../review/access/clauses.ts'
import { logText } from '../../review/format/plain-text.ts'
import type { ReviewedRole } from '../../review/model/role-set.ts'
import type { SourcedStatement, UnreadPolicy } from '../../review/model/role-access.ts'

/** Where a statement stands, as `statement 2 of policy_document (roles/app.yaml:14:7)`. */
export function statementPlace(
  { policy, index, path }: SourcedStatement,
  { placeOf, text }: ReviewedRole,
): string {
  const { file, line, column } = placeOf(path)
  const spot = text === undefined ? '' : ` (${logText(file)}:${line}:${column})`
  return `statement ${index + 1} of ${logText(policy)}${spot}`
}

/** The actions of a statement as written. */
export function actionWords({ statement }: SourcedStatement): string {
  const { Action, NotAction } = statement
  if (Action !== undefined) return words(Action)
  return `everything but ${words(NotAction ?? [])}`
}

/** Its resources, likewise. */
export function resourceWords({ statement }: SourcedStatement): string {
  const { Resource, NotResource } = statement
  if (Resource !== undefined) return words(Resource)
  return `everything but ${words(NotResource ?? [])}`
}

/** Its conditions; empty for none. */
export function conditionWords({ statement }: SourcedStatement): string {
  return logText(clauseText(clausesOf(statement.Condition)), 1000)
}

/** What has a say about a role's rights and is not known here, as one clause. */
export function unreadWords({ kind, name, effect }: UnreadPolicy): string {
  const does = effect === 'adds' ? 'may add rights, or deny some' : 'may leave fewer'
  switch (kind) {
    case 'managed-policy':
      return `the managed policy ${logText(name)} ${does}`
    case 'group':
      return `the group ${logText(name)} ${does}`
    case 'boundary':
      return `the permissions boundary ${logText(name)} ${does}`
    case 'principal':
      return `the rights of ${logText(name)} itself ${does}`
    case 'known-later':
      return `${logText(name)} is known only after Terraform has applied, and ${does}`
  }
}

function words(texts: readonly string[]): string {
  return logText(texts.join(', '), 2000)
}
