import fc from 'fast-check'

const HOME = '111122223333'

/**
 * Values that a key may have in a request and in a condition: sometimes equal, sometimes just not.
 */
const TEXT_KEYS = {
  'aws:userid': ['AROAX:L-one', 'AROAX:L-two', 'aroax:l-one', 'AIDAX'],
  'aws:username': ['ann', 'Ann', 'bob'],
  'aws:PrincipalTag/team': ['team', 'te*m', 'red'],
  'aws:SourceIdentity': ['ann', 'L-one'],
}
const TEXT_PATTERNS = [
  '*:L-one',
  'AROAX:*',
  '?nn',
  't*m',
  '',
  '${aws:username}',
  "${aws:x, 'ann'}",
  '*',
]
const DATE_KEYS = ['aws:CurrentTime', 'aws:TokenIssueTime']
const DATES = [
  '2026-01-01T12:00:00Z',
  '2026-01-01T12:05:00Z',
  '2026-01-01T13:00:00+01:00',
  '2025-12-31',
]
const NUMBER_KEYS = ['aws:MultiFactorAuthAge', 'aws:EpochTime']
const NUMBERS = ['0', '10', '3600', '1767268800', '1767269100']
const BOOL_KEYS = ['aws:SecureTransport', 'aws:MultiFactorAuthPresent']
const IPS = ['203.0.113.9', '203.0.114.9', '10.0.0.1', '2001:db8::9', '2001:db9::1']
const RANGES = ['203.0.113.0/24', '203.0.113.77/24', '10.0.0.1/32', '2001:db8::/32', '::/0']
const ARN_KEYS = ['aws:PrincipalArn', 'aws:SourceArn']
const ARNS = [
  `arn:aws:iam::${HOME}:role/deploy`,
  `arn:aws:iam::${HOME}:user/ann`,
  'arn:aws:sns:eu-west-1:1:topic:x',
]
const ARN_PATTERNS = [
  `arn:aws:iam::${HOME}:role/*`,
  'arn:aws:iam::*:*',
  'arn:*:*:*:*:*/ann',
  'arn:aws:sns:*:1:topic:?',
  'arn:aws:iam::*:user/${aws:username}',
]
const LIST_KEYS = ['aws:CalledVia', 'aws:PrincipalOrgPaths']
const LIST_VALUES = ['athena.amazonaws.com', 'dynamodb.amazonaws.com', 'o-1/r-1/ou-1/']
const LIST_PATTERNS = ['*.amazonaws.com', 'o-1/*', '?-1/r-1/ou-1/']

/** A few of the values, one at least. */
export const some = <T>(values: readonly T[], max: number) =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: max })

const condition = (
  operators: readonly string[],
  keys: readonly string[],
  values: readonly string[],
  most = 2,
) =>
  fc
    .tuple(
      fc.constantFrom(...operators),
      fc.constantFrom('', '', 'IfExists'),
      fc.constantFrom(...keys),
      some(values, most),
    )
    .map(([operator, suffix, key, wanted]) => ({ [operator + suffix]: { [key]: wanted } }))

const textCondition = condition(
  [
    'StringEquals',
    'StringEqualsIgnoreCase',
    'StringLike',
    'StringNotEquals',
    'StringNotLike',
    'StringNotEqualsIgnoreCase',
  ],
  Object.keys(TEXT_KEYS),
  [...Object.values(TEXT_KEYS).flat(), '*:L-one', 'AROAX:*', '?nn', 't*m', '*'],
)
/** A negated operator and a variable without a value: see the list of differences. */
const variableCondition = condition(
  ['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'],
  Object.keys(TEXT_KEYS),
  TEXT_PATTERNS,
)

const orders = ['', 'Equals'].flatMap((end) => [`LessThan${end}`, `GreaterThan${end}`])
const comparisons = ['Equals', 'NotEquals', ...orders]
const anyCondition = fc.oneof(
  { weight: 3, arbitrary: textCondition },
  { weight: 2, arbitrary: variableCondition },
  condition(
    comparisons.map((name) => `Date${name}`),
    DATE_KEYS,
    DATES,
    1,
  ),
  condition(
    comparisons.map((name) => `Numeric${name}`),
    NUMBER_KEYS,
    [...NUMBERS, '9.5'],
    1,
  ),
  condition(['Bool'], BOOL_KEYS, ['true', 'false', 'True'], 1),
  condition(['IpAddress', 'NotIpAddress'], ['aws:SourceIp'], RANGES),
  condition(['ArnEquals', 'ArnLike'], ARN_KEYS, [...ARNS, ...ARN_PATTERNS]),
  condition(['ArnNotEquals', 'ArnNotLike'], ARN_KEYS, [...ARNS, ...ARN_PATTERNS.slice(0, 4)]),
  setCondition(),
  nullCondition(),
)

function setCondition() {
  const operators = [
    'StringEquals',
    'StringLike',
    'StringNotEquals',
    'StringNotLike',
    'StringEqualsIgnoreCase',
  ]
  const names = ['ForAllValues', 'ForAnyValue', 'ForAllValues', 'ForAnyValue', '']
  return fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom(...operators),
      fc.constantFrom(...LIST_KEYS, 'aws:userid'),
      some([...LIST_VALUES, ...LIST_PATTERNS, 'AIDAX'], 3),
    )
    .map(([qualifier, operator, key, wanted]) => ({
      [qualifier === '' ? operator : `${qualifier}:${operator}`]: { [key]: wanted },
    }))
}

function nullCondition() {
  const keys = [
    'aws:TokenIssueTime',
    'aws:MultiFactorAuthAge',
    'aws:CalledVia',
    'aws:PrincipalTag/team',
  ]
  return fc
    .tuple(fc.constantFrom(...keys), fc.constantFrom('true', 'false'))
    .map(([key, wanted]) => ({ Null: { [key]: wanted } }))
}

/** A `Condition` element, or none. */
export const randomConditions = fc
  .array(anyCondition, { maxLength: 2 })
  .map((parts) => (parts.length === 0 ? {} : { Condition: Object.assign({}, ...parts) as object }))

/** Sometimes none. */
export const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 2 })

/** Condition keys of a request. */
export const randomContext = fc
  .record({
    'aws:userid': fc.constantFrom(...TEXT_KEYS['aws:userid']),
    'aws:username': maybe(fc.constantFrom(...TEXT_KEYS['aws:username'])),
    'aws:PrincipalTag/team': maybe(fc.constantFrom(...TEXT_KEYS['aws:PrincipalTag/team'])),
    'aws:SourceIdentity': maybe(fc.constantFrom(...TEXT_KEYS['aws:SourceIdentity'])),
    'aws:CurrentTime': fc.constantFrom(...DATES.slice(0, 3)),
    'aws:EpochTime': fc.constantFrom('1767268800', '1767269100'),
    'aws:TokenIssueTime': maybe(fc.constantFrom(...DATES.slice(0, 3))),
    'aws:MultiFactorAuthAge': maybe(fc.constantFrom(...NUMBERS)),
    'aws:MultiFactorAuthPresent': maybe(fc.constantFrom('true', 'false')),
    'aws:SecureTransport': fc.constantFrom('true', 'false'),
    'aws:SourceIp': maybe(fc.constantFrom(...IPS)),
    'aws:PrincipalArn': maybe(fc.constantFrom(...ARNS)),
    'aws:SourceArn': maybe(fc.constantFrom(...ARNS)),
    'aws:CalledVia': maybe(
      fc.array(fc.constantFrom(...LIST_VALUES), { minLength: 1, maxLength: 3 }),
    ),
    'aws:PrincipalOrgPaths': maybe(some(LIST_VALUES, 2)),
  })
  .map((keys): Readonly<Record<string, string | readonly string[]>> =>
    Object.fromEntries(
      Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
  )
