import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseArn } from '../../core/arn.ts'

const ARNS: readonly (readonly [string, readonly string[] | undefined])[] = [
  ['arn:aws:iam::123456789012:role/a/b', ['aws', 'iam', '', '123456789012', 'role/a/b']],
  ['arn:aws:s3:::bucket/key:1', ['aws', 's3', '', '', 'bucket/key:1']],
  ['arn:aws:iam::aws:policy/ReadOnlyAccess', ['aws', 'iam', '', 'aws', 'policy/ReadOnlyAccess']],
  [
    'arn:aws-cn:sns:cn-north-1:123456789012:t',
    ['aws-cn', 'sns', 'cn-north-1', '123456789012', 't'],
  ],
  ['arn:aws-us-gov:iam::1:role/x', ['aws-us-gov', 'iam', '', '1', 'role/x']],
  ['arn:aws-iso:iam::1:role/x', ['aws-iso', 'iam', '', '1', 'role/x']],
  ['arn:aws-iso-b:iam::1:role/x', ['aws-iso-b', 'iam', '', '1', 'role/x']],
  ['arn:aws-iso-f:iam::1:role/x', ['aws-iso-f', 'iam', '', '1', 'role/x']],
  ['arn:aws-eusc:iam::1:role/x', ['aws-eusc', 'iam', '', '1', 'role/x']],
  ['arn:aws:iam:::role/x', ['aws', 'iam', '', '', 'role/x']],
  [
    'arn:aws:iam::RGW11111111111111111:role/x',
    ['aws', 'iam', '', 'RGW11111111111111111', 'role/x'],
  ],
  ['arn:amazon:iam::1:role/x', undefined],
  ['arn:aws-moon:iam::1:role/x', undefined],
  ['aws:iam::1:role/x', undefined],
  ['arn:aws:iam::1', undefined],
  ['arn:aws:iam::1:', undefined],
  ['arn:aws:iam::1:role/a b', undefined],
  [' arn:aws:iam::1:role/x', undefined],
  ['arn:aws:iam::1:role/x\n', undefined],
  ['', undefined],
]

for (const [text, parts] of ARNS) {
  test(`${JSON.stringify(text)} is ${parts === undefined ? 'no ARN' : 'an ARN of five parts'}`, () => {
    const arn = parseArn(text)
    const found = arn && [arn.partition, arn.service, arn.region, arn.account, arn.resource]
    assert.deepEqual(found, parts)
  })
}
