import { isKept } from '../../../core/role/kept-expectation.ts'
import { type ChangeRule, found, type Rule } from '../rule.ts'
import { ofUnreadable } from '../validity/structure-rules.ts'

const brokenNever = ofUnreadable({
  id: 'EXP001',
  name: 'never-broken',
  severity: 'error',
  title: 'what the role says it must never do, and may do',
  why: 'nothing is issued from a role that breaks what it says about itself',
  cure: 'narrow what allows it, or deny it in policy_document',
})

const brokenMay = ofUnreadable({
  id: 'EXP002',
  name: 'may-broken',
  severity: 'error',
  title: 'what the role says it has to be able to do, and may not do',
  why: 'nothing is issued from a role that breaks what it says about itself',
  cure: 'allow it, or take it out of expect',
})

const gone: ChangeRule = {
  id: 'EXP003',
  name: 'never-gone',
  severity: 'error',
  title: 'a `never` that the role no longer says',
  why: 'without it the next change may allow what it forbade',
  cure: 'put it back, or have those agree who asked for it',
  isWaivable: false,
  looksAt: 'change',
  check: ({ before, after }) => {
    if (before === undefined || after === undefined) return []
    const kept = after.sourced.role.expect?.never ?? []
    const lines = before.sourced.role.expect?.never ?? []
    return lines
      .filter((line) => !isKept(line, kept))
      .map((line) =>
        found({
          subject: line,
          reason: `no longer says that it must never do ${line}`,
          place: after.sourced.placeOf(['expect', 'never'], true),
        }),
      )
  },
}

/** The rules about what roles expect of themselves. */
export const EXPECTATION_RULES: readonly Rule[] = [brokenNever, brokenMay, gone]
