/** Every rule of the table speaks where it should, with its weight, on its line, and not where it should not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from '../../../review/model/judgement.ts'
import { ACCESS_CASES } from './cases/access.ts'
import { ESCALATION_CASES } from './cases/escalation.ts'
import { EXPECTATION_CASES } from './cases/expectations.ts'
import { GUARDRAIL_CASES } from './cases/guardrail.ts'
import { HYGIENE_CASES } from './cases/hygiene.ts'
import { TRUST_CASES } from './cases/trust.ts'
import { LIFETIME_CASES } from './cases/lifetime.ts'
import { VALIDITY_CASES } from './cases/validity.ts'
import { assumed, B, type Case, withFields, writer } from './cases/rule-case.ts'
import { RULES } from '../../../review/rules/rule-table.ts'
import { rolesOfPlan } from '../../../review/reading/plan-roles.ts'
import { reviewRoles } from '../../../review/review-roles.ts'
import { makeJudge } from '../../../review/rules/judge.ts'
import { allow, type Files, NOW, of, review, table, user } from './judge-roles.ts'
import { defined } from '../../../core/language/defined.ts'

/** The ids that rules have had since they were first written down; none is ever given to another. */
const IDS = [
  ...numbered('ACC', 18),
  ...numbered('ESC', 6),
  ...numbered('EXP', 3),
  ...numbered('GRD', 6),
  ...numbered('HYG', 7),
  ...numbered('SIZ', 5),
  ...numbered('TRU', 16),
  ...numbered('TTL', 4),
  ...numbered('VAL', 11),
]

function numbered(family: string, last: number): readonly string[] {
  return Array.from(
    { length: last },
    (_, index) => `${family}${String(index + 1).padStart(3, '0')}`,
  )
}

/** Speak of what a role file does not hold: they only say that they could not look. */
const UNSEEN = ['ACC007', 'HYG002', 'HYG003', 'TRU003', 'TRU010', 'TRU013']

const CASES: Readonly<Record<string, Case>> = {
  ...ACCESS_CASES,
  ...ESCALATION_CASES,
  ...EXPECTATION_CASES,
  ...GUARDRAIL_CASES,
  ...HYGIENE_CASES,
  ...TRUST_CASES,
  ...LIFETIME_CASES,
  ...VALIDITY_CASES,
}

test('the table has every rule once, each with its words', () => {
  const ids = RULES.map(({ id }) => id)
  assert.deepEqual(ids, [...IDS].sort())
  const names = RULES.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  for (const { id, title, why, cure, docs } of RULES) {
    for (const text of [title, why, cure]) {
      assert.match(text, /^[a-z"].*[^.]$/, `${id}: ${text}`)
    }
    if (docs !== undefined) assert.match(docs, /^https:\/\//, id)
  }
})

test('every rule has its case', () => {
  const shown = [...Object.keys(CASES), ...UNSEEN, 'VAL009', 'TRU016']
  assert.deepEqual(shown.sort(), [...IDS].sort())
})

async function findings(rule: string, { base, head, options }: Case): Promise<readonly Finding[]> {
  const files = (role: object | string | undefined): Files => defined({ x: role })
  return of(rule, (await review(files(base), files(head), options)).findings)
}

for (const [rule, example] of Object.entries(CASES)) {
  const { severity, says, quiet, line } = example
  test(`${rule} speaks where it should, as ${severity}, and is quiet where it should be`, async () => {
    const found = await findings(rule, example)
    const told = found.find(({ reason }) => says.test(reason))
    assert.ok(told, found.map(({ reason }) => reason).join('\n'))
    assert.equal(told.severity, severity)
    assert.equal(told.place?.file, 'roles/x.yaml')
    if (line !== undefined) assert.equal(told.place.line, line)
    if (quiet === undefined) return
    assert.deepEqual(await findings(rule, { ...example, head: quiet }), [])
  })
}

test('a reusable workflow, which anybody can call, is a finding unless a claim says whose jobs are meant', async () => {
  const called = 'job_workflow_ref:octo/wf/.github/workflows/x.yml@refs/heads/main'
  const role = withFields(writer, { subjects: [called] })
  const blocking = async (head: object) =>
    of('TRU007', (await review({}, { x: head })).findings).map(({ severity }) => severity)
  assert.deepEqual(await blocking(role), ['error'])
  const claims = { repository_owner_id: '1' }
  assert.deepEqual(await blocking(withFields(role, { claims })), [])
})

test('a rule that cannot look says so', async () => {
  const role = withFields(assumed, {
    policy_document: { Version: '2012-10-17', Statement: [allow('s3:Get*', B)] },
  })
  const { notRun } = await review({}, { x: role, y: writer })
  const rules = notRun.map(({ rule }) => rule)
  const wanted = [...UNSEEN, 'ESC006', 'GRD003', 'GRD004', 'GRD006', 'TRU012'].sort()
  assert.deepEqual(rules, wanted)
})

test('what is the same in the old definition is not new, and does not block', async () => {
  const admin = user(allow('iam:PassRole'))
  const { findings: all, blocking } = await review(
    { x: admin },
    { x: withFields(admin, { description: 'another' }) },
  )
  assert.equal(blocking, 0)
  assert.deepEqual(
    of('ESC003', all).map(({ isNew, blocks }) => [isNew, blocks]),
    [[false, false]],
  )
})

test('a fingerprint stays when lines move, and differs between subjects', async () => {
  const role = user(allow('s3:PutObject'), allow('s3:GetObjekt', B))
  const moved = `# a comment\n\n${JSON.stringify(role, undefined, 4)}`
  const prints = async (head: object | string) =>
    (await review({}, { x: head })).findings.map(({ fingerprint }) => fingerprint).sort()
  const first = await prints(role)
  assert.deepEqual(await prints(moved), first)
  assert.equal(new Set(first).size, first.length)
})

test("a session's own policy limits what somebody else granted, so broad statements weigh less", async () => {
  const limit = withFields(assumed, {
    policy_document: { Version: '2012-10-17', Statement: [allow('*')] },
  })
  const [finding] = of('ACC009', (await review({}, { x: limit })).findings)
  assert.equal(finding?.severity, 'warning')
})

test('a session without a policy of its own is not taken for one that allows everything', async () => {
  const { findings: all, notRun } = await review(
    {},
    { x: withFields(assumed, { policy_document: undefined }) },
  )
  assert.deepEqual(of('ACC009', all), [])
  assert.deepEqual(of('ESC001', all), [])
  assert.ok(notRun.length > 0)
})

test('VAL009 and a rule that was not run say what Terraform knows only later', async () => {
  const actions = await table()
  const change = {
    actions: ['create'],
    before: null,
    after: { name: 'x', credential_type: 'iam_user', policy_arns: ['arn:aws:iam::aws:policy/P'] },
    after_unknown: { policy_document: true },
  }
  const plan = {
    format_version: '1.2',
    resource_changes: [
      { address: 'daypass_role.x', mode: 'managed', type: 'daypass_role', name: 'x', change },
    ],
  }
  const { base, head } = rolesOfPlan(plan, 'aws')
  const { findings: all, notRun } = reviewRoles(base, head, {
    table: actions,
    judge: makeJudge({ table: actions, now: NOW }),
  })
  const [finding] = of('VAL009', all)
  assert.equal(finding?.severity, 'note')
  assert.match(finding.reason, /policy_document is known only after Terraform has applied/)
  assert.equal(finding.place?.file, 'daypass_role.x')
  assert.ok(notRun.some(({ rule }) => rule === 'VAL009'))
})
