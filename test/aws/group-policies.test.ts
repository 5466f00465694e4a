import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupPolicies } from '../../aws/sessions/group-policies.ts'
import { allow, failure, startStage } from './stage.ts'

test('groups give their inline documents in order and their managed policies once each', async (t) => {
  const stage = await startStage(t)
  const reader = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
  const admin = 'arn:aws:iam::aws:policy/AdministratorAccess'
  for (const [GroupName, action, arns] of [
    ['b', 's3:PutObject', [reader]],
    ['a', 's3:GetObject', [reader, admin]],
  ] as const) {
    await stage.iam.createGroup({ GroupName })
    await stage.iam.putGroupPolicy({
      GroupName,
      PolicyName: 'own',
      PolicyDocument: allow(action),
    })
    for (const PolicyArn of arns) await stage.iam.attachGroupPolicy({ GroupName, PolicyArn })
  }
  const found = await groupPolicies(stage.clients, ['b', 'a'], {})
  assert.deepEqual(found.documents, [allow('s3:PutObject'), allow('s3:GetObject')])
  assert.deepEqual([...found.arns].toSorted(), [admin, reader])
})

test('a group with more policies than one page holds is read to its end', async (t) => {
  const stage = await startStage(t)
  await stage.iam.createGroup({ GroupName: 'many' })
  const group = stage.sandbox.world.account(stage.sandbox.accountId).groups
  const many = group.get('many') ?? assert.fail()
  const text = allow('s3:GetObject')
  const document = { Statement: [] }
  const numbers = Array.from({ length: 230 }, (_, index) => String(index).padStart(3, '0'))
  const inline = Object.fromEntries(numbers.map((number) => [`p${number}`, { text, document }]))
  const attached = numbers.map((number) => `arn:aws:iam::aws:policy/p${number}`)
  group.set('many', { ...many, inline, attached })
  const found = await groupPolicies(stage.clients, ['many'], {})
  assert.equal(found.documents.length, 230)
  assert.deepEqual([...found.arns].toSorted(), attached)
})

test('policies come as written, whatever characters they hold', async (t) => {
  const stage = await startStage(t)
  await stage.iam.createGroup({ GroupName: 'g' })
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::a/100%25/ü +&*' },
  })
  await stage.iam.putGroupPolicy({ GroupName: 'g', PolicyName: 'p', PolicyDocument })
  assert.deepEqual((await groupPolicies(stage.clients, ['g'], {})).documents, [PolicyDocument])
})

test('a group that is not there is named', async (t) => {
  const stage = await startStage(t)
  const error = await failure(groupPolicies(stage.clients, ['nobody'], {}))
  assert.equal(error.code, 'aws-rejected')
  assert.match(error.message, /group\/nobody/)
})

test('no groups, no requests', async (t) => {
  const stage = await startStage(t)
  const before = stage.sandbox.requests.length
  assert.deepEqual(await groupPolicies(stage.clients, [], {}), { documents: [], arns: [] })
  assert.equal(stage.sandbox.requests.length, before)
})
