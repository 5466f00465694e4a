/** What IAM and Vault grant in a plan of Terraform is reviewed at the resource's address, and what is not read is said. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdictLine } from '../../review/format/verdict-line.ts'
import { rolesOfPlan } from '../../review/reading/plan-roles.ts'
import { reviewRoles } from '../../review/review-roles.ts'
import { makeJudge } from '../../review/rules/judge.ts'
import { allow, NOW, table, type WrittenStatement } from './rules/judge-roles.ts'

interface Change {
  readonly before?: object
  readonly after?: object
  readonly after_unknown?: object
}
const planOf = (resources: Readonly<Record<string, Change>>) => ({
  format_version: '1.2',
  resource_changes: Object.entries(resources).map(([address, change]) => {
    const [type = '', name = ''] = address.split('.')
    return {
      address,
      mode: 'managed',
      type,
      name,
      change: { before: null, after: null, ...change },
    }
  }),
})
const policy = (...statements: readonly WrittenStatement[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
const trust = (principal: unknown, condition: object = {}) =>
  policy({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: principal,
    Condition: condition,
  })

async function reviewPlan(resources: Readonly<Record<string, Change>>) {
  const actions = await table()
  const { base, head, notRead } = rolesOfPlan(planOf(resources), 'aws')
  return reviewRoles(base, head, {
    table: actions,
    judge: makeJudge({ table: actions, now: NOW, notRead }),
  })
}
async function blockingOf(resources: Readonly<Record<string, Change>>) {
  const { findings } = await reviewPlan(resources)
  return findings
    .filter(({ blocks }) => blocks)
    .map(({ rule, place }) => `${rule} ${place?.file ?? ''}`)
}

const READ = allow('s3:GetObject', 'arn:aws:s3:::b/*')
const EC2 = trust({ Service: 'ec2.amazonaws.com' })
const ACCOUNT = 'arn:aws:iam::123456789012'

test('a role that is open to everybody, and a policy of everything, block at their addresses', async () => {
  const blocking = await blockingOf({
    'aws_iam_role.app': { after: { name: 'app', assume_role_policy: trust('*') } },
    'aws_iam_role_policy.all': { after: { role: 'app', policy: policy(allow('*')) } },
  })
  assert.ok(blocking.includes('TRU016 aws_iam_role.app'), blocking.join())
  assert.ok(blocking.includes('ACC009 aws_iam_role_policy.all'), blocking.join())
})

test("Vault's role of everything blocks, and asks for nothing of daypass's", async () => {
  const values = { name: 'app', backend: 'aws', credential_type: 'iam_user' }
  const { findings } = await reviewPlan({
    'vault_aws_secret_backend_role.app': {
      before: { ...values, policy_document: policy(READ) },
      after: { ...values, policy_document: policy(allow('*')) },
    },
  })
  assert.ok(findings.some(({ rule, blocks }) => rule === 'ACC009' && blocks))
  assert.ok(findings.every(({ rule }) => !/^(TRU|HYG|TTL|GRD005)/.test(rule)))
})

test('what everybody has to know of a trust policy is told: who is new, and which condition is gone', async () => {
  const role = (assume_role_policy: string) => ({ name: 'app', assume_role_policy })
  const change = (before: string, after: string) => ({
    'aws_iam_role.app': { before: role(before), after: role(after) },
  })
  const one = trust({ AWS: `${ACCOUNT}:role/a` })
  const two = trust({ AWS: [`${ACCOUNT}:role/a`, 'arn:aws:iam::999999999999:root'] })
  const external = trust(
    { AWS: `${ACCOUNT}:role/a` },
    { StringEquals: { 'sts:ExternalId': 'agreed' } },
  )
  assert.deepEqual(await blockingOf(change(one, two)), ['ACC004 aws_iam_role.app'])
  assert.deepEqual(await blockingOf(change(external, one)), ['ACC004 aws_iam_role.app'])
  assert.deepEqual(await blockingOf(change(two, one)), [])
  assert.deepEqual(await blockingOf(change(one, external)), [])
  const narrowed = await reviewPlan(change(trust({ AWS: `${ACCOUNT}:root` }), one))
  assert.equal(narrowed.verdict, 'narrower')
  const github = { Federated: `${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` }
  assert.deepEqual(await blockingOf({ 'aws_iam_role.app': { after: role(trust(github)) } }), [
    'TRU016 aws_iam_role.app',
  ])
})

test('a policy that moves to another resource of the same role is the same', async () => {
  const role = { name: 'app', assume_role_policy: EC2 }
  const found = await reviewPlan({
    'aws_iam_role.app': { before: role, after: role },
    'aws_iam_role_policy.old': { before: { role: 'app', policy: policy(READ) } },
    'aws_iam_role_policy.fresh': { after: { role: 'app', policy: policy(READ) } },
  })
  assert.equal(verdictLine(found), 'same access: 2 roles with the same access; nothing blocks')
})

test('an attachment is rights that are not read, unless they are known to be all', async () => {
  const attach = (arn: string) => ({
    'aws_iam_role_policy_attachment.x': { after: { role: 'app', policy_arn: arn } },
  })
  assert.deepEqual(await blockingOf(attach(`${ACCOUNT}:policy/own`)), [
    'ACC016 aws_iam_role_policy_attachment.x',
  ])
  const admin = await blockingOf(attach('arn:aws:iam::aws:policy/AdministratorAccess'))
  assert.ok(admin.includes('ACC009 aws_iam_role_policy_attachment.x'), admin.join())
})

test('what is known only later is named, and what is not read too', async () => {
  const { findings, notRun } = await reviewPlan({
    'aws_iam_role_policy.x': { after: { role: 'app' }, after_unknown: { policy: true } },
    'aws_s3_bucket_policy.y': { after: { bucket: 'b', policy: policy(READ) } },
  })
  assert.ok(
    findings.some(
      ({ rule, place }) => rule === 'ACC016' && place?.file === 'aws_iam_role_policy.x',
    ),
  )
  assert.ok(notRun.some(({ reason }) => reason === 'not read: aws_s3_bucket_policy.y'))
})

test('a policy that is none blocks', async () => {
  const blocking = await blockingOf({
    'aws_iam_policy.x': { after: { name: 'x', policy: '{"Statement":{"Effect":"Alow"}}' } },
  })
  assert.ok(blocking[0]?.startsWith('VAL'), blocking.join())
})

test('a plan of which nothing is read is not nothing wrong', () => {
  const plan = planOf({ 'aws_s3_bucket_policy.y': { after: { policy: policy(READ) } } })
  assert.throws(() => rolesOfPlan(plan, 'aws'), {
    code: 'role-not-found',
    message: 'the plan has nothing that is reviewed here; not read: aws_s3_bucket_policy.y',
  })
})
