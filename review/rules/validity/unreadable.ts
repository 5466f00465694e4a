import type { Problem } from '../../../core/errors.ts'
import { label } from '../../../core/role/field-finding.ts'
import type { Comparison } from '../../model/comparison.ts'
import type { Place } from '../../../core/place.ts'
import type { UnreadableRole } from '../../model/role-set.ts'
import { found, type Observation } from '../rule.ts'

/** A problem that makes a role unreadable, and the rule that it breaks. */
export interface UnreadableOutcome extends Observation {
  readonly rule: string
  readonly role: string
  readonly isNew: boolean
}

/** Says which rule a problem belongs to; the order counts. */
const FAMILIES: readonly (readonly [rule: string, belongs: (problem: Problem) => boolean])[] = [
  ['EXP001', ({ message }) => /^expect\.never\[\d+\] \(/.test(message)],
  ['EXP002', ({ message }) => /^expect\.may\[\d+\] \(/.test(message)],
  ['SIZ004', ({ message }) => /has \d+ (policies|groups), more than/.test(message)],
  ['SIZ002', ({ message }) => message.startsWith('the session policies have')],
  ['SIZ001', ({ message }) => /^policy_document has \d+ characters, more than/.test(message)],
  ['TTL002', ({ path }) => String(path[0]).endsWith('_ttl')],
  [
    'VAL005',
    ({ path, message }) => /_arns?$/.test(String(path[0])) && !message.includes('missing'),
  ],
  ['VAL008', ({ path }) => path[0] === 'policy_document'],
]

/**
 * All problems of the files of the new side that are no roles. They are new to every review, whatever the old side has:
 * a change of what nobody can read would pass unseen.
 */
export function unreadableOutcomes({ unreadable }: Comparison): readonly UnreadableOutcome[] {
  return unreadable.head.flatMap(problemsOf).map(({ problem, subject, role }) => ({
    ...found({
      subject,
      reason: problem.message,
      cure: 'nothing can be issued from the role until it is cured',
      place: placeOf(problem, role),
    }),
    rule: FAMILIES.find(([, belongs]) => belongs(problem))?.[0] ?? 'VAL010',
    role: role.name,
    isNew: true,
  }))
}

function problemsOf(role: UnreadableRole) {
  return role.problems.map((problem) => ({
    role,
    problem,
    subject: `${role.name} ${label(problem.path)} ${problem.message}`,
  }))
}

function placeOf({ place }: Problem, { from }: UnreadableRole): Place {
  return place ?? { file: from, line: 1, column: 1 }
}
