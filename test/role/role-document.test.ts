import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseRole, readRole } from '../../core/role/parse-role.ts'
import { roleDocument } from '../../core/role/role-document.ts'
import { ORIGIN, role } from './problems-of.ts'
import { anyRole } from './role-arbitrary.ts'

test('a role is the same after it was a document, as data and as JSON', () => {
  fc.assert(
    fc.property(anyRole, (before) => {
      const document = roleDocument(before)
      assert.deepEqual(readRole(document, ORIGIN), before)
      assert.deepEqual(parseRole(JSON.stringify(document), ORIGIN), before)
    }),
    { numRuns: 200 },
  )
})

test('a document has lifetimes in seconds, times in RFC 3339, the policy as a mapping, and nothing empty', () => {
  const read = role(
    'credential_type: iam_user\nexpires_at: 2027-01-31\ndefault_ttl: 90m\npolicy_document: {Version: "2012-10-17", Statement: {Effect: Allow, Action: "s3:*", Resource: "*"}}\n',
  )
  assert.deepEqual(roleDocument(read), {
    name: 'app',
    credential_type: 'iam_user',
    expires_at: '2027-01-31T00:00:00.000Z',
    policy_document: {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    },
    user_path: '/daypass/',
    default_ttl: 5400,
    max_ttl: 86_400,
  })
})
