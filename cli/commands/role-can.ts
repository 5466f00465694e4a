import { loadActionTable } from '../../review/actions/load-action-table.ts'
import { askRole, type RoleAnswer, type RoleQuestion } from '../../review/ask-role.ts'
import { jsonText } from '../../core/language/json-text.ts'
import type { ReviewedRole } from '../../review/model/role-set.ts'
import { EXIT } from '../process/exit-codes.ts'
import { findSourcedRole } from '../review/find-sourced-role.ts'
import { type OpenStatement, openStatements } from '../review/missing-context.ts'
import { readQuestion } from '../review/read-question.ts'
import { conditionWords, statementPlace, unreadWords } from '../review/statement-words.ts'
import type { Session } from '../session.ts'

/** What to ask about. */
export interface RoleCanWords {
  readonly name: string
  readonly action: string
  readonly resource: string | undefined
  readonly context: readonly string[]
}

/** Decides one call by a role's definition. Ends with 0 when the role may, with 1 when it may not, and with 3 when nothing is known. */
export async function roleCanCommand(session: Session, words: RoleCanWords): Promise<number> {
  const { context, settings, reporter } = session
  const table = await loadActionTable()
  const { question, warnings } = readQuestion(words, table)
  const role = await findSourcedRole(session, words.name)
  for (const warning of warnings) await reporter.warn(warning)
  const answer = askRole(role.access, question)
  const open = openStatements(role.access, question)
  const answered = { role, question, answer, open }
  await context.stdout.write(settings.json ? jsonText(documentOf(answered)) : textOf(answered))
  if (isOpen(answered)) return EXIT.configuration
  return answer.decision === 'allowed' ? EXIT.ok : EXIT.partial
}

/** Whether all that is known is that no policy limits the session: what its principal may is the answer, and is not read. */
function isOpen({ role, answer }: Answered): boolean {
  return role.access.isUnlimited && answer.decision === 'allowed'
}

interface Answered {
  readonly role: ReviewedRole
  readonly question: RoleQuestion
  readonly answer: RoleAnswer
  readonly open: readonly OpenStatement[]
}

function textOf(answered: Answered): string {
  const { role, question, answer, open } = answered
  const { action, resource } = question
  const said = answer.decision === 'allowed' ? 'may' : 'may not'
  const may = isOpen(answered) ? 'may or may not' : said
  const extent = answer.unless.length === 0 ? '' : ', as far as its definition says'
  const where = resource === '*' ? '' : ` on ${resource}`
  const notGiven = open.map(({ source, keys }) => {
    const condition = conditionWords(source)
    const test = condition === '' ? 'its resources' : condition
    return `${keys.join(', ')}: ${statementPlace(source, role)} asks for it (${test})`
  })
  return [
    `${role.role.name} ${may} ${action}${where}${extent}`,
    `because ${reasonOf(role, answer)}`,
    ...list('not known here:', answer.unless.map(unreadWords)),
    ...list('not given with --context:', notGiven),
    '',
  ].join('\n')
}

function reasonOf(role: ReviewedRole, { decision, decidedBy }: RoleAnswer): string {
  if (decision === 'implicit-deny') {
    return role.access.boundary === undefined
      ? 'no statement allows it'
      : 'no statement allows it that the permissions boundary allows as well'
  }
  if (decidedBy === undefined) return 'AWS lets nobody forbid it'
  if (role.access.isUnlimited) return 'no session policy limits the session'
  const verb = decision === 'allowed' ? 'allows' : 'denies'
  return `${statementPlace(decidedBy, role)} ${verb} it`
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [title, ...items.map((item) => `  - ${item}`)]
}

function documentOf({ role, question, answer, open }: Answered) {
  const { decision, decidedBy, unless } = answer
  const { policy, index, path, statement } = decidedBy ?? {}
  const isMadeUp = role.access.isUnlimited && decision === 'allowed'
  return {
    role: role.role.name,
    action: question.action,
    resource: question.resource,
    context: question.context ?? {},
    decision,
    decided_by:
      path === undefined || isMadeUp
        ? null
        : { policy, statement: index, sid: statement?.Sid ?? null, place: role.placeOf(path) },
    unless: unless.map(({ kind, name, effect }) => ({ kind, name, effect })),
    not_given: open.map(({ source, keys }) => ({
      keys,
      policy: source.policy,
      statement: source.index,
      place: role.placeOf(source.path),
    })),
  }
}
