import { askRole, type RoleQuestion } from '../../review/ask-role.ts'
import { clausesOf } from '../../review/access/clauses.ts'
import { NO_TAGS, type RoleAccess, type SourcedStatement } from '../../review/model/role-access.ts'

/** A statement that would have a say if more were known of the call. */
export interface OpenStatement {
  readonly source: SourcedStatement
  /** Condition keys it looks at and the question does not give, as written. */
  readonly keys: readonly string[]
}

/**
 * The statements about a call that look at something the question leaves out: with other values they might decide
 * otherwise.
 */
export function openStatements(
  access: RoleAccess,
  question: RoleQuestion,
): readonly OpenStatement[] {
  const keys = [...Object.keys(question.context ?? {}), ...Object.keys(access.tags.values)]
  const given = new Set(keys.map((key) => key.toLowerCase()))
  return access.statements
    .map((source) => ({
      source,
      keys: [...new Set([...conditionKeys(source), ...variableKeys(source)])].filter(
        (key) => !given.has(key.toLowerCase()),
      ),
    }))
    .filter(({ source, keys }) => keys.length > 0 && concerns(source, question))
}

/** Whether a statement is about the call, whatever its conditions and variables turn out to be. */
function concerns(source: SourcedStatement, question: RoleQuestion): boolean {
  const bare = { ...source.statement, Condition: {} }
  const open = (entries: readonly string[]) =>
    source.hasVariables ? entries.map((entry) => entry.replaceAll(/\$\{[^}]*\}/g, '*')) : entries
  const statement = {
    ...bare,
    ...(bare.Resource === undefined ? {} : { Resource: open(bare.Resource) }),
  }
  const alone: RoleAccess = {
    basis: 'granted',
    isUnlimited: false,
    statements: [{ ...source, statement }],
    unread: [],
    tags: NO_TAGS,
  }
  return askRole(alone, question).decision !== 'implicit-deny'
}

function conditionKeys({ statement }: SourcedStatement): readonly string[] {
  return clausesOf(statement.Condition).map(({ writtenKey }) => writtenKey)
}

function variableKeys({ statement, hasVariables }: SourcedStatement): readonly string[] {
  if (!hasVariables) return []
  return [...(statement.Resource ?? []), ...(statement.NotResource ?? [])].flatMap((entry) =>
    [...entry.matchAll(/\$\{([\w-]+:[^,}]+)/g)].map(([, key = '']) => key),
  )
}
