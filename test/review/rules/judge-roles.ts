import type { ActionTable } from '../../../review/actions/action-table.ts'
import { loadActionTable } from '../../../review/actions/load-action-table.ts'
import type { Finding, Judgement } from '../../../review/model/judgement.ts'
import type { Review } from '../../../review/model/review.ts'
import { readRoleSet } from '../../../review/reading/read-role-set.ts'
import { reviewRoles } from '../../../review/review-roles.ts'
import { type JudgeOptions, makeJudge } from '../../../review/rules/judge.ts'

let loaded: Promise<ActionTable> | undefined

/** The action table, read once a test process. */
export function table(): Promise<ActionTable> {
  return (loaded ??= loadActionTable())
}

export const NOW = new Date('2026-11-22T12:00:00Z')

/** Role files by name: YAML text, or fields. */
export type Files = Readonly<Record<string, string | object>>

/** Reviews a change of role files. */
export async function review(
  base: Files,
  head: Files,
  options: Partial<JudgeOptions> = {},
): Promise<Review> {
  const actions = await table()
  const sets = [base, head].map((files) => readRoleSet(written(files), 'aws'))
  const [before, after] = sets
  if (before === undefined || after === undefined) throw new Error('two sets are needed')
  const judge = makeJudge({ table: actions, now: NOW, ...options })
  return reviewRoles(before, after, { table: actions, judge })
}

function written(files: Files) {
  return Object.entries(files).map(([name, role]) => ({
    file: `roles/${name}.yaml`,
    text: typeof role === 'string' ? role : JSON.stringify(role, undefined, 1),
  }))
}

/** What rules say about a new role. */
export async function judgeNew(role: object | string, options?: Partial<JudgeOptions>) {
  return findingsOf(await review({}, { x: role }, options))
}

function findingsOf({ findings }: Judgement): readonly Finding[] {
  return findings
}

export type WrittenStatement = Readonly<Record<string, unknown>>

/** A user with rights of its own: what its policies say is what it may do. */
export function user(...statements: readonly WrittenStatement[]): object {
  return {
    credential_type: 'iam_user',
    description: 'for a test',
    owner: 'tests',
    subjects: ['repo:octo@1/app@2:environment:prod'],
    permissions_boundary_arn: 'arn:aws:iam::123456789012:policy/boundary',
    policy_document: { Version: '2012-10-17', Statement: statements },
  }
}

/** An allow. */
export function allow(
  actions: string | readonly string[],
  resource: string | readonly string[] = '*',
  more: object = {},
): WrittenStatement {
  return { Effect: 'Allow', Action: actions, Resource: resource, ...more }
}

/** A deny. */
export function deny(
  actions: string | readonly string[],
  resource: string | readonly string[] = '*',
  more: object = {},
): WrittenStatement {
  return { Effect: 'Deny', Action: actions, Resource: resource, ...more }
}

/** Ids of the rules that spoke, each once, sorted. */
export function ids(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort()
}

/** The findings of one rule. */
export function of(rule: string, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => finding.rule === rule)
}
