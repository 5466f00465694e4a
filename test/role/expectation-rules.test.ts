/** What a role expects of itself, and what breaks it. */
import { ACCOUNT, ASSUMED, FEDERATED, type Rule, SESSION, testRules } from './rule-cases.ts'

const RIGHTS = `credential_type: iam_user
policy_document:
  Version: '2012-10-17'
  Statement:
    - {Effect: Allow, Action: 's3:*', Resource: 'arn:aws:s3:::shop/*'}
    - {Effect: Deny, Action: 's3:Delete*', Resource: '*'}
    - Effect: Allow
      Action: ['ec2:StopInstances', 'ec2:DescribeInstances']
      Resource: '*'
      Condition: {Bool: {'aws:MultiFactorAuthPresent': 'true'}}
`
const MANAGED = `credential_type: iam_user\npolicy_arns: [${ACCOUNT}:policy/p]\n`
const LIMITED = `${ASSUMED}policy_document: {Version: '2012-10-17', Statement: {Effect: Allow, Action: 's3:Get*', Resource: '*'}}\n`
const ALL_FEDERATED = `credential_type: federation_token\npolicy_document: {Version: '2012-10-17', Statement: {Effect: Allow, Action: '*', Resource: '*'}}\n`

const never = (line: string) => `expect: {never: ['${line}']}`
const may = (line: string) => `expect: {may: ['${line}']}`
const NARROW = 'narrow that, or deny it in policy_document'
const NOT_READ =
  'is not read here, and may allow it: deny it in policy_document, which holds whatever else allows'
const NEVER_FORM =
  'requests such as iam:*, or s3:Delete* on arn:aws:s3:::shop/* with aws:MultiFactorAuthPresent=false'

const EXPECTATIONS: readonly Rule[] = [
  [RIGHTS, never('iam:*'), []],
  [RIGHTS, never('s3:Delete*'), []],
  [RIGHTS, never('*:Delete*'), []],
  [RIGHTS, never('s3:GetObject on arn:aws:s3:::other/*'), []],
  [RIGHTS, never('ec2:* with aws:MultiFactorAuthPresent=false'), []],
  [
    RIGHTS,
    never('s3:Put* on arn:aws:s3:::*/a.txt'),
    [
      `11:18 expect.never[0] (s3:Put* on arn:aws:s3:::*/a.txt) is broken: policy_document.Statement[0] allows it, or a part of it: ${NARROW}`,
    ],
  ],
  [
    RIGHTS,
    never('ec2:StopInstances'),
    [
      `11:18 expect.never[0] (ec2:StopInstances) is broken: policy_document.Statement[2] allows it, or a part of it: ${NARROW}`,
    ],
  ],
  [
    MANAGED,
    never('iam:*'),
    [`3:18 expect.never[0] (iam:*) cannot be shown to hold: policy_arns[0] ${NOT_READ}`],
  ],
  [
    `${MANAGED}policy_document: {Version: '2012-10-17', Statement: {Effect: Deny, Action: 'iam:*', Resource: '*'}}\n`,
    never('iam:*'),
    [],
  ],
  [
    ASSUMED,
    never('iam:*'),
    [`3:18 expect.never[0] (iam:*) cannot be shown to hold: role_arns[0] ${NOT_READ}`],
  ],
  [LIMITED, never('s3:Put*'), []],
  [
    FEDERATED,
    never('s3:*'),
    [`3:18 expect.never[0] (s3:*) cannot be shown to hold: iam_groups[0] ${NOT_READ}`],
  ],
  [ALL_FEDERATED, never('iam:*'), []],
  [RIGHTS, may('s3:GetObject'), []],
  [RIGHTS, may('s3:GetObject on arn:aws:s3:::shop/a.txt'), []],
  [RIGHTS, may('ec2:StopInstances on * with aws:MultiFactorAuthPresent=true'), []],
  [MANAGED, may('s3:GetObject on arn:aws:s3:::shop/a.txt'), []],
  [
    RIGHTS,
    may('s3:GetObject on arn:aws:s3:::other/a.txt'),
    [
      '11:16 expect.may[0] (s3:GetObject on arn:aws:s3:::other/a.txt) is broken: no statement allows it',
    ],
  ],
  [
    RIGHTS,
    may('s3:DeleteObject on arn:aws:s3:::shop/a.txt'),
    [
      '11:16 expect.may[0] (s3:DeleteObject on arn:aws:s3:::shop/a.txt) is broken: policy_document.Statement[1] denies it',
    ],
  ],
  [
    RIGHTS,
    may('s3:DeleteObject'),
    [
      '11:16 expect.may[0] (s3:DeleteObject) is broken: no statement allows it that no other denies',
    ],
  ],
  [
    RIGHTS,
    may('ec2:StopInstances on *'),
    [
      '11:16 expect.may[0] (ec2:StopInstances on *) is broken: it is allowed under conditions alone: say which request is meant, after "with" as KEY=VALUE',
    ],
  ],
  [
    SESSION,
    never('iam:*'),
    [
      '2:1 expect does not go with session_token: the session has all rights of the issuing user, which nobody knows here; use credential_type federation_token with a policy',
    ],
  ],
  [RIGHTS, never('iam'), [`11:18 expect.never[0] must be ${NEVER_FORM}, not "iam"`]],
  [
    RIGHTS,
    may('s3:Get*'),
    [
      '11:16 expect.may[0] must be a request without wildcards such as s3:GetObject on arn:aws:s3:::shop/a.txt with aws:RequestedRegion=eu-west-1, not "s3:Get*"',
    ],
  ],
  [RIGHTS, 'expect: {always: []}', ['11:10 always is not known in expect: remove it']],
  [
    RIGHTS,
    'expect: iam',
    ['11:9 expect must be a mapping of may and never, each a list of requests, not "iam"'],
  ],
]

testRules(EXPECTATIONS)
