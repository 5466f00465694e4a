import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from './problems-of.ts'

export const ACCOUNT = 'arn:aws:iam::123456789012'
export const ASSUMED = `credential_type: assumed_role\nrole_arns: [${ACCOUNT}:role/r]\n`
export const USER = `credential_type: iam_user\niam_groups: [g]\n`
export const FEDERATED = `credential_type: federation_token\niam_groups: [g]\n`
export const SESSION = 'credential_type: session_token\n'

/** A role that is right, lines added to it, and what is wrong then. */
export type Rule = readonly [base: string, lines: string, problems: readonly string[]]

/** A test for each rule. */
export function testRules(rules: readonly Rule[]): void {
  for (const [base, lines, problems] of rules) {
    const type = /credential_type: (\w+)/.exec(base)?.[1] ?? ''
    const title = `${type} with ${lines.slice(0, 80).replaceAll('\n', ' ')}`
    test(`${title} ${problems.length === 0 ? 'is taken' : 'is refused'}`, () => {
      assert.deepEqual(problemsOf(`${base}${lines}\n`), problems)
    })
  }
}
