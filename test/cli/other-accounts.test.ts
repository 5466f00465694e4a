import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { parseRole } from '../../core/role/parse-role.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import { json, openStage } from './stage.ts'

const OTHER = '210987654321'
const ACCOUNT_ROLE = `arn:aws:iam::${OTHER}:role/daypass-users`
const ABROAD = `credential_type: iam_user
account_role_arn: ${ACCOUNT_ROLE}
policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: 's3:GetObject', Resource: '*' } }
default_ttl: 10m
max_ttl: 2h
`

const stage = await openStage()
const { daypass, sandbox } = stage
stage.role('abroad', ABROAD)
const role = parseRole(ABROAD, { file: 'abroad.yaml', name: 'abroad', dialect: 'aws' })
const iam = new IAM({ region: 'us-east-1', endpoint: sandbox.url, credentials: sandbox.root })

function usersOf(account: string): readonly string[] {
  return sandbox.world
    .account(account)
    .users.values()
    .map(({ name }) => name)
}

async function issueAbroad() {
  seedRoles(sandbox, [role])
  const { code, stdout, stderr } = await daypass(['issue', 'abroad', '--json'])
  assert.equal(code, 0, stderr)
  return String(json(stdout)['lease_id'])
}

test('a user is made, renewed and deleted in the account that its role names, and the lease says which', async () => {
  const id = await issueAbroad()
  const name = id.split('/').at(-1) ?? ''
  assert.equal(usersOf(OTHER).filter((user) => user.endsWith(name)).length, 1)
  assert.ok((await iam.listUsers({})).Users?.every(({ UserName = '' }) => !UserName.endsWith(name)))
  const shown = json((await daypass(['lease', id, '--json'])).stdout)
  assert.ok(JSON.stringify(shown).includes(OTHER), JSON.stringify(shown))
  const renewed = await daypass(['renew', id, '--increment', '30m'])
  assert.equal(renewed.code, 0, renewed.stderr)
  const revoked = await daypass(['revoke', id])
  assert.equal(revoked.code, 0, revoked.stderr)
  assert.deepEqual(
    usersOf(OTHER).filter((user) => user.endsWith(name)),
    [],
  )
})

test('a sweep ends what lives in another account, also when the role is gone', async () => {
  const id = await issueAbroad()
  const name = id.split('/').at(-1) ?? ''
  sandbox.clock.advance(3600)
  const swept = await daypass(['sweep', '--roles', 'state:'])
  assert.equal(swept.code, 0, swept.stderr)
  assert.deepEqual(
    usersOf(OTHER).filter((user) => user.endsWith(name)),
    [],
  )
})

test('the broker may take the role of the other account, and the role there may make its users and no others', async () => {
  const broker = await daypass(['policy', 'broker', '--account', '123456789012'])
  const statements = json(broker.stdout)['Statement'] as readonly {
    Sid: string
    Resource: unknown
  }[]
  assert.deepEqual(statements.find(({ Sid }) => Sid === 'AssumeAccountRoles')?.Resource, [
    ACCOUNT_ROLE,
  ])
  assert.ok(!broker.stdout.includes(`${OTHER}:user/`))
  const there = await daypass(['policy', 'revoker', '--account', OTHER])
  assert.match(there.stdout, /"iam:CreateUser"/)
  assert.ok(there.stdout.includes(`arn:aws:iam::${OTHER}:user/daypass/daypass-*`))
})
