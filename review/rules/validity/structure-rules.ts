import { found, type Rule, type SetRule, type StateRule, unseen } from '../rule.ts'

/** A rule whose findings are problems that make a role unreadable: see `unreadableOutcomes`. */
export function ofUnreadable(text: Omit<SetRule, 'looksAt' | 'check' | 'isWaivable'>): SetRule {
  return { ...text, isWaivable: false, looksAt: 'set', check: () => [] }
}

const structure: SetRule = ofUnreadable({
  id: 'VAL008',
  name: 'structure',
  severity: 'error',
  title: 'a policy that AWS would refuse',
  why: 'nothing can be issued from the role',
  cure: 'write the policy as the grammar of IAM has it',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
})

const unresolved: StateRule = {
  id: 'VAL009',
  name: 'unresolved-variable',
  severity: 'note',
  title: 'values that are known only after Terraform has applied',
  why: 'this review could not look at them',
  cure: 'look at the plan of the next run, or write the values out',
  isWaivable: true,
  looksAt: 'role',
  check: ({ sourced }) =>
    sourced.knownLater.flatMap((field) => [
      found({
        subject: field,
        reason: `${field} is known only after Terraform has applied, and was not looked at`,
        place: sourced.placeOf([field]),
      }),
      unseen(`${field} is known only after Terraform has applied`),
    ]),
}

const plainVariable: StateRule = {
  id: 'VAL011',
  name: 'variable-as-text',
  severity: 'warning',
  title: 'a variable in a policy of the old version, where it is plain text',
  why: 'the statement fits nobody, instead of each by his own name',
  cure: "set Version to '2012-10-17'",
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html',
  isWaivable: true,
  looksAt: 'role',
  check: (role) =>
    role.statements
      .filter(({ policy, hasVariables }) => policy === 'policy_document' && !hasVariables)
      .flatMap((source) => {
        const variable = /\$\{[a-zA-Z][\w:/.-]*\}/.exec(JSON.stringify(source.statement))?.[0]
        if (variable === undefined) return []
        return [
          found({
            subject: variable,
            reason: `${variable} is plain text without Version 2012-10-17`,
            place: role.placeOf(source),
          }),
        ]
      }),
}

const schema: SetRule = ofUnreadable({
  id: 'VAL010',
  name: 'schema',
  severity: 'error',
  title: 'a file that is no role',
  why: 'nothing can be issued from it',
  cure: 'write it as docs/roles.md says',
})

/** The rules about the form of roles. */
export const STRUCTURE_RULES: readonly Rule[] = [structure, unresolved, schema, plainVariable]
