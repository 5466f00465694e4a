/** What our own review says of the policies that `daypass policy` prints. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPolicyDocument } from '../../core/policy/document.ts'
import { RIGHTS, type RightsOf, rightsOf } from '../../core/rights/rights-of.ts'
import type { Policy } from '../../core/rights/statement.ts'
import { loadActionTable } from '../../review/actions/load-action-table.ts'
import type { Finding } from '../../review/model/judgement.ts'
import { readRoleSet } from '../../review/reading/read-role-set.ts'
import { reviewRoles } from '../../review/review-roles.ts'
import { makeJudge } from '../../review/rules/judge.ts'
import { deployment, ACCOUNT } from './deployments.ts'

const table = await loadActionTable()
const RIGHTS_ARN = `arn:aws:iam::${ACCOUNT}:policy/daypass-rights`
/** Rules like those of Access Analyzer's policy validation. */
const VALIDATION = /^(VAL|SIZ)/

test('every statement of every policy is valid: what it names exists and fits together', () => {
  for (const who of RIGHTS) {
    const { Version, Statement } = rightsOf(who, deployment())
    assert.deepEqual(validationOf({ Version, Statement }), [], who)
  }
})

test('a statement that is not valid would be seen', () => {
  const { Version, Statement } = rightsOf('issuer', deployment())
  const misspelt = Statement.map((one) => ({ ...one, Action: [...one.Action, 'iam:CreateUsr'] }))
  assert.deepEqual(new Set(validationOf({ Version, Statement: misspelt })), new Set(['VAL001']))
})

/** As a lease's own policy; the whole would be too long for one. */
function validationOf({ Version, Statement }: Policy): readonly string[] {
  const roles = Statement.map((one) => ({ policy_document: { Version, Statement: [one] } }))
  return findingsOf(roles)
    .map(({ rule }) => rule)
    .filter((rule) => VALIDATION.test(rule))
}

/** Who holds users' keys holds the users; that is the work. All of it stays on daypass's own path and groups. */
const USERS = [
  'ESC001 error: completes iam-002: iam:CreateAccessKey',
  'ACC015 warning: may make what outlives the lease: iam:CreateUser and iam:CreateAccessKey',
  'ESC001 error: completes iam-013: iam:AddUserToGroup',
  'ESC001 warning: completes iam-008: iam:AttachUserPolicy',
]

/** Taking a user back takes its policies away, and with them what they deny. */
const STRIPPING = [
  'ESC001 error: completes iam-delete-user-policy: iam:DeleteUserPolicy',
  'ESC001 error: completes iam-detach-user-policy: iam:DetachUserPolicy',
]

/** Denies are policies on what issued a session: whoever writes them could write an allow, and take denies away. */
const DENYING = [
  'ESC001 warning: completes iam-005: iam:PutRolePolicy',
  'ESC001 warning: completes iam-delete-role-policy: iam:DeleteRolePolicy',
  'ESC001 note: completes iam-009: iam:AttachRolePolicy',
  'ESC001 note: completes iam-detach-role-policy: iam:DetachRolePolicy',
]

const CREDENTIALS =
  'ACC013 warning: may take further credentials with iam:CreateAccessKey, iam:UpdateAccessKey, sts:AssumeRole and sts:GetFederationToken'

/** Rights to write IAM policies and to issue credentials are inherent: a review must tell these, and nothing else. */
const TOLD: Readonly<Record<Exclude<RightsOf, 'boundary'>, readonly string[]>> = {
  // A deny may have to be put on a user that is being taken back, whose boundary is gone by then.
  broker: [
    ...USERS,
    ...STRIPPING,
    ...DENYING,
    CREDENTIALS,
    'ESC001 error: completes iam-007: iam:PutUserPolicy',
  ],
  // Without denies it writes policies of users under the boundary alone.
  issuer: [
    ...USERS,
    ...STRIPPING,
    CREDENTIALS,
    'ESC001 warning: completes iam-007: iam:PutUserPolicy',
  ],
  // It turns keys off, for which AWS has the same action as for turning them on.
  sweeper: [
    ...STRIPPING,
    ...DENYING,
    'ACC013 warning: may take further credentials with iam:UpdateAccessKey',
    'ESC001 error: completes iam-007: iam:PutUserPolicy',
    'ESC001 note: completes iam-008: iam:AttachUserPolicy',
  ],
  // Of users it reaches the issuing one alone.
  revoker: [
    ...DENYING,
    'ESC001 warning: completes iam-007: iam:PutUserPolicy',
    'ESC001 warning: completes iam-delete-user-policy: iam:DeleteUserPolicy',
    'ESC001 note: completes iam-008: iam:AttachUserPolicy',
    'ESC001 note: completes iam-detach-user-policy: iam:DetachUserPolicy',
  ],
}

for (const who of ['broker', 'issuer', 'sweeper', 'revoker'] as const) {
  test(`of the rights of the ${who} the review tells those that are inherent`, () => {
    const told = findingsOf([{ policy_arns: [RIGHTS_ARN] }], rightsOf(who, deployment()))
      // ACC001 counts what any new role gains; the other families are about the role around the policy.
      .filter(({ rule }) => /^(ACC|ESC)/.test(rule) && rule !== 'ACC001')
      .map(summaryOf)
    assert.deepEqual(told.toSorted(), TOLD[who].toSorted())
  })
}

/** Without the paths that it completes as well, and what limits it. */
function summaryOf({ rule, severity, reason }: Finding): string {
  return `${rule} ${severity}: ${reason.replace(/( \(and with it|;).*$/, '')}`
}

/** Of new roles of IAM users, with the managed policy that they name. */
function findingsOf(roles: readonly object[], managed?: Policy): readonly Finding[] {
  const files = roles.map((role, index) => ({
    file: `roles/rights-${index}.json`,
    text: JSON.stringify({ credential_type: 'iam_user', ...role }),
  }))
  const head = readRoleSet(files, 'aws')
  assert.deepEqual(head.unreadable, [])
  const judge = makeJudge({ table, now: new Date('2026-11-22T12:00:00Z') })
  const knownPolicies = new Map(
    managed === undefined ? [] : [[RIGHTS_ARN, readPolicyDocument(managed, 'identity')]],
  )
  return reviewRoles(readRoleSet([], 'aws'), head, { table, judge, knownPolicies }).findings
}
