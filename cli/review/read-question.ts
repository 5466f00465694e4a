import { closest } from '../../core/language/closest.ts'
import type { ActionInfo, ActionTable } from '../../review/actions/action-table.ts'
import type { RoleQuestion } from '../../review/ask-role.ts'
import { overlapsPattern } from '../../review/patterns/resource-patterns.ts'
import { usageError } from '../error-text.ts'

/** What somebody wants to know about a role, and what is odd about the question. */
export interface AskedQuestion {
  readonly question: RoleQuestion
  readonly warnings: readonly string[]
}

/**
 * Reads the words of `role can`.
 *
 * @throws `request-invalid` for what cannot be decided, such as a pattern.
 */
export function readQuestion(
  {
    action,
    resource,
    context,
  }: {
    readonly action: string
    readonly resource: string | undefined
    readonly context: readonly string[]
  },
  table: ActionTable,
): AskedQuestion {
  if (!/^[\w-]+:\w+$/.test(action)) {
    throw usageError(`${JSON.stringify(action)} is not an action`, 'like s3:GetObject')
  }
  const info = table.find(action)
  const warnings = info === undefined ? [unknownAction(action, table)] : []
  const target = targetOf(action, resource, info)
  if (info !== undefined && target !== '*' && !worksOn(info, target)) {
    warnings.push(`${info.name} works on ${typesOf(info)}, not on ${target}`)
  }
  const question = { action: info?.name ?? action, resource: target, context: contextOf(context) }
  return { question, warnings }
}

function targetOf(action: string, resource: string | undefined, info: ActionInfo | undefined) {
  // AWS asks about them with no resource, whatever the caller has in mind.
  if (info?.isUnscoped === true) return '*'
  if (resource === undefined || resource === '*') {
    if (resource === '*' || info === undefined) return '*'
    throw usageError(`${action} works on a resource: which?`, `name one, like ${exampleOf(info)}`)
  }
  if (/[*?]/.test(resource)) {
    throw usageError(
      `${JSON.stringify(resource)} is a pattern, which a role may reach in part`,
      'name one resource, or * for calls without one',
    )
  }
  if (!resource.startsWith('arn:')) {
    throw usageError(`${JSON.stringify(resource)} is not an ARN`, 'like arn:aws:s3:::bucket/key')
  }
  return resource
}

function exampleOf({ resourceTypes }: ActionInfo): string {
  return resourceTypes[0]?.templates[0] ?? 'arn:aws:s3:::bucket/key'
}

function worksOn({ resourceTypes }: ActionInfo, resource: string): boolean {
  return resourceTypes.some(({ patterns }) =>
    patterns.some((pattern) => overlapsPattern(pattern, resource)),
  )
}

function typesOf({ resourceTypes }: ActionInfo): string {
  return resourceTypes.flatMap(({ templates }) => templates).join(' or ')
}

function unknownAction(action: string, table: ActionTable): string {
  const names = table.actionsOf(action.split(':', 1)[0] ?? '').map(({ name }) => name)
  const meant = closest(action, names)
  const cure = meant === undefined ? '' : `: did you mean ${meant}?`
  return `AWS had no action ${action} on ${table.date}${cure}`
}

/** One value is a text, several are a list, as AWS distinguishes them. */
function contextOf(pairs: readonly string[]): Record<string, string | readonly string[]> {
  const values = new Map<string, string[]>()
  for (const pair of pairs) {
    const [, key = '', value = ''] = /^([^=]+:[^=]+)=(.*)$/s.exec(pair) ?? []
    if (key === '') {
      throw usageError(
        `--context ${JSON.stringify(pair)} is not a key with a value`,
        'like aws:RequestedRegion=eu-west-1',
      )
    }
    values.set(key, [...(values.get(key) ?? []), value])
  }
  return Object.fromEntries(
    [...values].map(([key, list]) => [key, list.length === 1 ? (list[0] ?? '') : list]),
  )
}
