import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { matchesArn, matchesResource, splitArn } from '../../core/policy/arn.ts'
import {
  matchesAction,
  matchesGlob,
  matchesPattern,
  writtenPattern,
} from '../../core/policy/match.ts'

test('a pattern matches exactly what the regular expression of the same meaning matches', () => {
  const letters = (alphabet: readonly string[]) =>
    fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }).map((list) => list.join(''))
  fc.assert(
    fc.property(
      letters(['a', 'b', '*', '?', '.']),
      letters(['a', 'b', '.', '*']),
      (pattern, text) => {
        const expression = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
        assert.equal(matchesGlob(pattern, text), new RegExp(`^${expression}$`).test(text))
      },
    ),
    { numRuns: 5000 },
  )
})

test('a pattern made to take long is matched at once', () => {
  assert.equal(matchesGlob(`${'*a'.repeat(50)}*b`, 'a'.repeat(5000)), false)
})

const ACTIONS: readonly (readonly [entry: string, action: string, fits: boolean])[] = [
  ['*', 's3:GetObject', true],
  ['s3:*', 's3:GetObject', true],
  ['S3:getobject', 's3:GetObject', true],
  ['s3:Get*', 's3:GetObject', true],
  ['s3:?etObject', 's3:GetObject', true],
  ['s3:GetObject', 's3:GetObjectAcl', false],
  ['s3:GetObject*', 's3:GetObject', true],
  ['ec2:*', 's3:GetObject', false],
  ['iam:*AccessKey*', 'iam:UpdateAccessKey', true],
]

for (const [entry, action, fits] of ACTIONS) {
  test(`the action ${entry} ${fits ? 'covers' : 'does not cover'} ${action}`, () => {
    assert.equal(matchesAction(entry, action.toLowerCase()), fits)
  })
}

const RESOURCES: readonly (readonly [entry: string, resource: string, fits: boolean])[] = [
  ['*', '*', true],
  ['*', 'arn:aws:s3:::app/x', true],
  ['arn:aws:s3:::*', '*', false],
  ['arn:aws:s3:::app', 'arn:aws:s3:::app', true],
  ['arn:aws:s3:::app', 'arn:aws:s3:::app/x', false],
  ['arn:aws:s3:::app', 'arn:aws:s3:::App', false],
  ['arn:aws:s3:::app/*', 'arn:aws:s3:::app/', true],
  ['arn:aws:s3:::app/*', 'arn:aws:s3:::app', false],
  // The examples of the User Guide's page about Resource.
  ['arn:aws:s3:::DOC/*/test/*', 'arn:aws:s3:::DOC/1/2/test/3/object.jpg', true],
  ['arn:aws:s3:::DOC/*/test/*', 'arn:aws:s3:::DOC/1///test///object.jpg', true],
  ['arn:aws:s3:::DOC/*/test/*', 'arn:aws:s3:::DOC//test/object.jpg', true],
  ['arn:aws:s3:::DOC/*/test/*', 'arn:aws:s3:::DOC/1/test/', true],
  ['arn:aws:s3:::DOC/*/test/*', 'arn:aws:s3:::DOC/1-test/object.jpg', false],
  ['arn:aws:s3:::DOC/*/test/*', 'arn:aws:s3:::DOC/test/object.jpg', false],
  ['arn:aws:s3:::DOC/*/test/*', 'arn:aws:s3:::DOC/1/2/test.jpg', false],
  ['arn:aws:s3:::DOC/????-test', 'arn:aws:s3:::DOC/2024-test', true],
  ['arn:aws:s3:::app/a:*:c', 'arn:aws:s3:::app/a:b:b:c', true],
  ['arn:aws:ec2:*:1:vpc/*', 'arn:aws:ec2:eu-west-1:1:vpc/v', true],
  ['arn:aws:ec2:eu-*-1:1:vpc/*', 'arn:aws:ec2:eu-west-1:1:vpc/v', true],
  ['arn:aws:ec2:us-*:1:vpc/*', 'arn:aws:ec2:eu-west-1:1:vpc/v', false],
  ['arn:aws:ec2:eu-west-?:?:vpc/v', 'arn:aws:ec2:eu-west-1:1:vpc/v', true],
  // Incomplete: the missing fields are wildcards.
  ['arn:aws:sqs', 'arn:aws:sqs:eu-west-1:1:q', true],
  ['arn:aws:sqs:eu-west-1', 'arn:aws:sqs:us-east-1:1:q', false],
  ['arn:aws:sqs:*', 'arn:aws:sqs:us-east-1:1:q', true],
  ['arn:aws:sq', 'arn:aws:sqs:us-east-1:1:q', false],
  // A wildcard at the end of a field may run on; one within a field may not, nor may a question
  // mark.
  ['arn:aws:logs:*:group:b:c', 'arn:aws:logs:eu:1:group:b:c', true],
  ['arn:aws:logs:e*:group:b:c', 'arn:aws:logs:eu:1:group:b:c', true],
  ['arn:aws:logs:*u:group:b:c', 'arn:aws:logs:eu:1u:group:b:c', false],
  ['arn:aws:logs:e?1:group:b:c', 'arn:aws:logs:e:1:group:b:c', false],
  ['arn:aws:logs:*:group:b:d', 'arn:aws:logs:eu:1:group:b:c', false],
  ['arn:aws:logs:*:a*z:b:c', 'arn:aws:logs:eu:a1:z:b:c', false],
  ['arn:aws:logs:*:a*z:b:c', 'arn:aws:logs:eu:1:a1z:b:c', true],
  ['arn:aws:logs:*:a?z:b:c', 'arn:aws:logs:eu:a:z:b:c', false],
  ['arn:aws:logs:*:group:b*d:e', 'arn:aws:logs:eu:1:group:b:c:d:e', true],
  ['arn:aws:logs:*:group:b?c', 'arn:aws:logs:eu:1:group:b:c', true],
]

for (const [entry, resource, fits] of RESOURCES) {
  test(`the resource ${entry} ${fits ? 'covers' : 'does not cover'} ${resource}`, () => {
    assert.equal(matchesResource(entry, resource, splitArn(resource), undefined), fits)
  })
}

test('an entry covers what its fields cover one by one, whichever way it was matched', () => {
  const field = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 3 })
  const plain = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 3 })
  const six = (of: fc.Arbitrary<string[]>) =>
    fc.array(
      of.map((list) => list.join('')),
      { minLength: 6, maxLength: 6 },
    )
  fc.assert(
    fc.property(six(field), six(plain), (entry, resource) => {
      const fits = entry.every((wanted, index) => matchesGlob(wanted, resource[index] ?? ''))
      const text = resource.join(':')
      assert.equal(matchesResource(entry.join(':'), text, splitArn(text), undefined), fits)
    }),
    { numRuns: 3000 },
  )
})

const PREFIX = 'arn:aws:someservice'
const ARNS: readonly (readonly [pattern: string, arn: string, fits: boolean])[] = [
  // The example of the User Guide's page about condition operators.
  [
    `${PREFIX}:*:111122223333:finance/*`,
    `${PREFIX}:us-east-2:999999999999:store/abc:111122223333:finance/document.txt`,
    false,
  ],
  ['arn:aws:iam::1:role/*', 'arn:aws:iam::1:role/path/r', true],
  ['arn:aws:iam::1:role/R', 'arn:aws:iam::1:role/r', false],
  ['arn:*:iam::?:role/r', 'arn:aws:iam::1:role/r', true],
  ['arn:aws:sns:*:*:*', 'arn:aws:sns:eu-west-1:1:topic:sub', true],
  ['*', 'arn:aws:iam::1:role/r', false],
  ['arn:aws:iam::1:*', 'not-an-arn', false],
]

for (const [pattern, arn, fits] of ARNS) {
  test(`the ARN pattern ${pattern} ${fits ? 'fits' : 'does not fit'} ${arn}`, () => {
    assert.equal(matchesArn(writtenPattern(pattern), arn), fits)
    const plain = matchesPattern(writtenPattern(pattern), arn)
    assert.ok(plain || !fits, 'text matching is the wider of the two')
  })
}
