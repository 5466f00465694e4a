import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { S3 } from '@aws-sdk/client-s3'
import type { Policy } from '../../core/rights/statement.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import { roleFrom } from '../rights/deployments.ts'
import { json, openStage } from './stage.ts'

const stage = await openStage()
const { daypass } = stage
const ARN = 'arn:aws:iam::123456789012:role/left'
const ISSUER = 'arn:aws:iam::123456789012:user/daypass-root'
const USERS = 'arn:aws:iam::123456789012:user/left/*'
const s3 = new S3({
  endpoint: stage.sandbox.url,
  region: 'us-east-1',
  credentials: stage.sandbox.root,
  forcePathStyle: true,
})

const LEFT = { credential_type: 'assumed_role', role_arns: [ARN] }
const POLICY = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
const MAKER = { credential_type: 'iam_user', user_path: '/left/', policy_document: POLICY }

/** Issues from a role of each kind that leaves the files then. */
async function issueAndLeave(): Promise<string> {
  seedRoles(stage.sandbox, [roleFrom('left', LEFT)])
  stage.role('left', JSON.stringify(LEFT))
  stage.role('maker', JSON.stringify(MAKER))
  const ids = []
  for (const role of ['left', 'maker', 'viewer']) {
    ids.push(json((await daypass(['issue', role, '--format', 'json'])).stdout)['lease_id'])
  }
  for (const role of ['left', 'maker']) rmSync(join(stage.roles, `${role}.yaml`))
  return String(ids[0])
}

async function actionsOn(whose: string, resource: RegExp): Promise<readonly string[]> {
  const { stdout } = await daypass(['policy', whose, '--account', '123456789012'])
  const { Statement } = JSON.parse(stdout) as Policy
  return Statement.filter(
    (one) => one.Effect === 'Allow' && one.Resource.some((arn) => resource.test(arn)),
  ).flatMap(({ Action }) => Action)
}

test('the sweeper keeps its rights on what leases live of, though their roles have left; the broker does not issue from it', async () => {
  await issueAndLeave()
  for (const whose of ['sweeper', 'broker']) {
    const onRole = await actionsOn(whose, /:role\/left$/)
    assert.ok(onRole.includes('iam:PutRolePolicy'), whose)
    assert.equal(onRole.includes('sts:AssumeRole'), false)
    const onUsers = await actionsOn(whose, /:user\/left\//)
    assert.ok(onUsers.includes('iam:DeleteUser'))
    assert.equal(onUsers.includes('iam:CreateUser'), false)
    assert.ok((await actionsOn(whose, /:user\/daypass-root$/)).includes('iam:PutUserPolicy'))
  }
  const { stderr } = await daypass(['policy', 'sweeper', '--account', '123456789012'])
  assert.ok(stderr.includes(`no role at hand needs ${ARN}, ${ISSUER}, ${USERS} any more`), stderr)
})

test('a denied session keeps its role among the rights until the deny is over', async () => {
  const id = await issueAndLeave()
  assert.equal((await daypass(['revoke', id])).code, 0)
  assert.ok((await actionsOn('sweeper', /:role\/left$/)).includes('iam:DeleteRolePolicy'))
})

test('a wildcard that somebody wrote into the store gets no right, and is said', async () => {
  await issueAndLeave()
  const Bucket = 'daypass-state'
  const { Contents = [] } = await s3.listObjectsV2({ Bucket, Prefix: 'leases/left/' })
  const Key = Contents[0]?.Key ?? ''
  const found = await s3.getObject({ Bucket, Key })
  const text = (await found.Body?.transformToString()) ?? ''
  assert.ok(text.includes(ARN))
  await s3.putObject({ Bucket, Key, Body: text.replaceAll(ARN, `${ARN.slice(0, -4)}*`) })
  const { stdout, stderr } = await daypass(['policy', 'sweeper', '--account', '123456789012'])
  assert.doesNotMatch(stdout, /role\/\*/)
  assert.match(stderr, /1 live lease or deny cannot be read/)
})

test('policies are printed where the state is not there yet, or may not be read, and it is said', async () => {
  const fresh = await daypass([
    'policy',
    'sweeper',
    '--account',
    '123456789012',
    '--state',
    's3://not-yet',
  ])
  assert.equal(fresh.code, 0)
  assert.match(fresh.stderr, /the state is not there yet/)
  await issueAndLeave()
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  stage.sandbox.faults.add({ service: 's3', effect })
  const denied = await daypass(['policy', 'sweeper', '--account', '123456789012'])
  assert.equal(denied.code, 0)
  assert.match(denied.stderr, /live leases were not read, and rights .* are not printed: /)
})

test('doctor names what no role needs any more, and role delete says how many leases live on', async () => {
  await issueAndLeave()
  const { stdout } = await daypass(['doctor'])
  assert.match(
    stdout,
    /^unknown +roles of leases +leases or denies live of arn:aws:iam::123456789012:role\/left/m,
  )
  const stdin = JSON.stringify(LEFT)
  await daypass(['role', 'write', '-', '--name', 'left'], { stdin })
  const deleted = await daypass(['role', 'delete', 'left'])
  assert.deepEqual([deleted.code, deleted.stdout], [0, 'left deleted\n'])
  assert.match(deleted.stderr, /1 lease of left still to be ended.*daypass revoke --prefix left/)
})
