import { type Row, type Shape, statements } from './shape.ts'

function of(operator: string, key: string, value: unknown): object {
  return { Condition: { [operator]: { [key]: value } } }
}

const TAKEN: readonly Row[] = [
  ['no conditions', { Condition: {} }, 'answers'],
  ['a text', of('StringEquals', 'aws:PrincipalTag/job-category', 'iamuser-admin'), 'operators'],
  ['texts', of('StringEquals', 'ec2:Region', ['eu-west-1', 'eu-west-3']), 'operators'],
  ['a text that differs', of('StringNotEquals', 's3:x-amz-acl', 'private'), 'operators'],
  ['a text in any case', of('StringEqualsIgnoreCase', 'aws:username', 'JohnDoe'), 'operators'],
  ['a pattern', of('StringLike', 's3:prefix', ['', 'home/', 'home/${aws:username}/']), 'variables'],
  [
    'a pattern that differs',
    of('StringNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x*'),
    'operators',
  ],
  [
    'an operator with IfExists',
    of('StringLikeIfExists', 'ec2:InstanceType', ['t1.*', 't2.*']),
    'operators',
  ],
  [
    'an operator for all values',
    of('ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b']),
    'sets',
  ],
  [
    'an operator for any value',
    of('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a/*'),
    'sets',
  ],
  ['both at once', of('ForAnyValue:StringEqualsIfExists', 'aws:TagKeys', 'a'), 'answers'],
  ['a number as text', of('NumericLessThanEquals', 's3:max-keys', '10'), 'operators'],
  ['a number', of('NumericLessThanEquals', 's3:max-keys', 10), 'grammar'],
  ['a number with a sign', of('NumericGreaterThan', 'x:y', '-1'), 'operators'],
  ['a part of a number', of('NumericEquals', 'x:y', '0.5'), 'operators'],
  ['a truth', of('Bool', 'aws:SecureTransport', true), 'grammar'],
  ['a truth as text', of('Bool', 'aws:SecureTransport', 'true'), 'operators'],
  ['no MFA', of('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false'), 'operators'],
  ['Null', of('Null', 'aws:TokenIssueTime', 'true'), 'operators'],
  ['Null of a truth', of('Null', 'aws:TokenIssueTime', false), 'operators'],
  ['an IPv4 range', of('IpAddress', 'aws:SourceIp', '203.0.113.0/24'), 'operators'],
  ['an IPv4 address', of('IpAddress', 'aws:SourceIp', '203.0.113.77'), 'operators'],
  ['an IPv6 range', of('IpAddress', 'aws:SourceIp', '2001:DB8:1234:5678::/64'), 'operators'],
  ['an IPv6 address', of('NotIpAddress', 'aws:SourceIp', '2001:db8::1'), 'operators'],
  ['every IPv6 address', of('IpAddress', 'aws:SourceIp', '::/0'), 'operators'],
  [
    'both versions of IP',
    of('IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '2001:DB8:1234:5678::/64']),
    'operators',
  ],
  ['a private range', of('IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8'), 'operators'],
  ['a date', of('DateGreaterThan', 'aws:CurrentTime', '2026-07-01T00:00:00Z'), 'operators'],
  ['a day', of('DateLessThan', 'aws:CurrentTime', '2027-01-01'), 'operators'],
  [
    'a date with an offset',
    of('DateLessThanEquals', 'aws:CurrentTime', '2016-12-13T21:20:37.593194+00:00'),
    'answers',
  ],
  ['seconds of Unix', of('DateLessThan', 'aws:EpochTime', '1767268800'), 'operators'],
  ['seconds of Unix as a number', of('DateLessThan', 'aws:EpochTime', 1767268800), 'grammar'],
  [
    'a date that is another',
    of('DateNotEquals', 'aws:CurrentTime', '2026-07-01T00:00:00Z'),
    'operators',
  ],
  ['the age of a token', of('NumericLessThan', 'aws:MultiFactorAuthAge', '3600'), 'operators'],
  ['bytes', of('BinaryEquals', 'x:y', 'QmluYXJ5VmFsdWVJbkJhc2U2NA=='), 'operators'],
  ['an ARN', of('ArnEquals', 'aws:SourceArn', 'arn:aws:sns:*:123456789012:my-topic'), 'operators'],
  [
    'a pattern of ARNs',
    of('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/app-*'),
    'operators',
  ],
  [
    'an ARN of another partition',
    of('ArnNotLike', 'aws:SourceArn', 'arn:aws-cn:sns:*:*:*'),
    'operators',
  ],
  [
    'a session by name',
    of('ArnEquals', 'aws:PrincipalArn', 'arn:aws:sts::123456789012:assumed-role/r/s'),
    'operators',
  ],
  ['a key with a slash', of('StringEquals', 'aws:ResourceTag/cost center', 'a b'), 'operators'],
  [
    'a key of an identity provider',
    of('StringEquals', 'token.actions.githubusercontent.com:sub', 'x'),
    'operators',
  ],
  ['a key in capitals', of('StringEquals', 'AWS:SourceAccount', '123456789012'), 'operators'],
  ['no values', of('DateGreaterThan', 'aws:CurrentTime', []), 'answers'],
  ['no keys', { Condition: { DateGreaterThan: {} } }, 'answers'],
  [
    'a variable with a default',
    of('StringEquals', 'aws:x', "${aws:PrincipalTag/team, 'company-wide'}"),
    'variables',
  ],
  [
    'two operators',
    {
      Condition: {
        Bool: { 'aws:SecureTransport': 'true' },
        StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
      },
    },
    'operators',
  ],
  ['a variable in a resource', { Resource: 'arn:aws:s3:::b/${aws:username}/*' }, 'variables'],
  ['a star written as itself', { Resource: 'arn:aws:s3:::b/${*}' }, 'variables'],
  ['a variable of 2008', { Resource: 'arn:aws:s3:::b/${aws:userid}' }, 'version'],
]

const REFUSED: readonly Row[] = [
  ['a list of conditions', { Condition: [{ StringEquals: { 'aws:x': 'y' } }] }, 'answers'],
  ['a text as conditions', { Condition: 'a' }, 'answers'],
  ['an operator with a text', { Condition: { DateGreaterThan: 'b' } }, 'answers'],
  ['an operator with a list', { Condition: { DateGreaterThan: [] } }, 'answers'],
  ['a mapping as a value', of('DateGreaterThan', 'a', {}), 'answers'],
  ['an operator that is none', of('x', 'a', '1'), 'answers'],
  ['two colons in an operator', of('ForAnyValue::StringEqualsIfExists', 'a', 'asf'), 'answers'],
  ['an operator in the plural', of('StringsEqual', 'aws:x', 'y'), 'operators'],
  ['Null with IfExists', of('NullIfExists', 'aws:x', 'true'), 'operators'],
  ['a date that is none', of('DateGreaterThan', 'a', 'sdfdsf'), 'answers'],
  ['a month that is none', of('DateLessThanEquals', 'a', '234-13'), 'answers'],
  [
    'a date with a short offset',
    of('DateLessThanEquals', 'a', '2016-12-13t2:00:00.593194+1'),
    'answers',
  ],
]

/** Conditions. */
export const CONDITION_SHAPES: readonly Shape[] = [
  ...statements(true, 'identity', TAKEN),
  ...statements(true, 'session', TAKEN.slice(1, 4)),
  ...statements(false, 'identity', REFUSED),
]
