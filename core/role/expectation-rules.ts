import { evaluate } from '../policy/evaluate.ts'
import { findAllowing } from '../policy/find-allowing.ts'
import type { Expectation } from './expectation.ts'
import { parseExpectation } from './expectation.ts'
import { type DefinedRights, definedRights } from './defined-rights.ts'
import type { FieldFinding } from './field-finding.ts'
import type { RoleDraft } from './role-draft.ts'

/**
 * Lines of `expect` that the role's own policies break. A `never` has to be certain: what is not read here, such as a
 * managed policy, counts as if it allowed everything. A `may` is broken only where it is certain that nothing allows it.
 */
export function checkExpectations(draft: RoleDraft): readonly FieldFinding[] {
  const { expect } = draft.fields
  const rights = expect === undefined ? undefined : definedRights(draft)
  if (expect === undefined || rights === undefined) return []
  const check = (kind: 'may' | 'never', faultOf: typeof faultOfMay) =>
    (expect[kind] ?? []).flatMap((line, index): readonly FieldFinding[] => {
      const fault = faultOf(parseExpectation(line), rights)
      const path = ['expect', kind, index]
      const message = `expect.${kind}[${index}] (${line}) ${fault}`
      return fault === undefined ? [] : [{ path, message, isClear: true }]
    })
  return [...check('may', faultOfMay), ...check('never', faultOfNever)]
}

function faultOfNever(never: Expectation, rights: DefinedRights): string | undefined {
  const context = { ...rights.tags, ...never.context }
  const asked = { action: never.action, resource: never.resource ?? '*', context }
  const index = findAllowing(rights.policy, asked)
  if (index === undefined) return undefined
  const { from, isRead } = rights.statements[index] ?? { from: 'policy_document', isRead: true }
  return isRead
    ? `is broken: ${from} allows it, or a part of it: narrow that, or deny it in policy_document`
    : `cannot be shown to hold: ${from} is not read here, and may allow it: deny it in policy_document, which holds whatever else allows`
}

function faultOfMay(may: Expectation, rights: DefinedRights): string | undefined {
  const context = { ...rights.tags, ...may.context }
  if (may.resource === undefined || isOpen(rights)) {
    const asked = { action: may.action, resource: may.resource ?? '*', context }
    return findAllowing(rights.policy, asked) === undefined
      ? 'is broken: no statement allows it that no other denies'
      : undefined
  }
  const request = { action: may.action, resource: may.resource, context, principal: SOMEBODY }
  const { policy } = rights
  const { decision, decidedBy } = evaluate(request, { identity: [{ name: '', document: policy }] })
  if (decision === 'allowed') return undefined
  if (decidedBy !== undefined)
    return `is broken: ${rights.statements[decidedBy.statementIndex]?.from ?? ''} denies it`
  const asked = { action: may.action, resource: may.resource, context }
  const isConditional = findAllowing(policy, asked) !== undefined
  return isConditional
    ? 'is broken: it is allowed under conditions alone: say which request is meant, after "with" as KEY=VALUE'
    : 'is broken: no statement allows it'
}

/** Whether something that is not read here may allow more. */
function isOpen({ statements }: DefinedRights): boolean {
  return statements.some(({ isRead }) => !isRead)
}

const SOMEBODY = {
  arns: ['arn:aws:iam::123456789012:user/daypass'],
  accountId: '123456789012',
  kind: 'user',
} as const
