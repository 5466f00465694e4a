import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'node:path'
import { test } from 'node:test'
import { parseRole } from '../../core/role/parse-role.ts'
import { CREDENTIAL_TYPES, type Role } from '../../core/role/role.ts'

const folder = new URL('../../examples/roles/', import.meta.url)
const files = readdirSync(folder)

function example(file: string): Role {
  const text = readFileSync(new URL(file, folder), 'utf8')
  return parseRole(text, { file, name: parse(file).name, dialect: 'aws' })
}

test('every example is a role, and there is one of every type', () => {
  const types = new Set(files.map((file) => example(file).credential_type))
  assert.deepEqual([...types].sort(), [...CREDENTIAL_TYPES].sort())
})

test('every example in YAML names its schema for editors', () => {
  for (const file of files.filter((name) => name.endsWith('.yaml'))) {
    const [first] = readFileSync(new URL(file, folder), 'utf8').split('\n')
    assert.equal(first, '# yaml-language-server: $schema=../../core/role/role.schema.json', file)
  }
})

test('s3-reader may read and list my-bucket and nothing else', () => {
  const role = example('s3-reader.yaml')
  assert.equal(role.credential_type, 'iam_user')
  const document = 'policy_document' in role ? role.policy_document : undefined
  assert.deepEqual(JSON.parse(document ?? ''), {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: ['arn:aws:s3:::my-bucket', 'arn:aws:s3:::my-bucket/*'],
      },
    ],
  })
})

test('deploy-role assumes arn:aws:iam::123456789012:role/deploy-role', () => {
  const role = example('deploy-role.yaml')
  assert.deepEqual('role_arns' in role && role.role_arns, [
    'arn:aws:iam::123456789012:role/deploy-role',
  ])
})
