import { test } from 'node:test'
import assert from 'node:assert/strict'
import type { Decision } from '../../core/policy/decision.ts'
import type { RandomCase, WrittenPolicy } from './random-case.ts'
import { ourAnswer, theirAnswer } from './simulate.ts'

/**
 * Where we and iam-simulate are known to differ, with the text of AWS that we follow (a page of the
 * IAM User Guide, or of the API reference). The random cases leave these out. Both answers are
 * held, so that a new version of iam-simulate which agrees is noticed.
 */
interface Difference {
  readonly title: string
  readonly ours: Decision['decision']
  readonly theirs: Decision['decision']
  readonly made: RandomCase
}

const ACCOUNT = '111122223333'
const USER = `arn:aws:iam::${ACCOUNT}:user/ann`
const ROLE = `arn:aws:iam::${ACCOUNT}:role/deploy`
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/L-one`
const FEDERATED = `arn:aws:sts::${ACCOUNT}:federated-user/ann`

const policy = (...Statement: object[]): WrittenPolicy => ({ Version: '2012-10-17', Statement })
const ALLOW = { Effect: 'Allow', Action: '*', Resource: '*' }
const allowIf = (Condition: object) => policy({ ...ALLOW, Condition })

/** Ann reads an object; everything else is as the row says. */
function ann(
  changes: Partial<RandomCase>,
  context: RandomCase['request']['context'] = {},
): RandomCase {
  return {
    request: {
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::app/a.txt',
      context,
      principal: { kind: 'user', accountId: ACCOUNT, arns: [USER] },
    },
    identity: [],
    boundary: undefined,
    session: undefined,
    resource: undefined,
    resourceAccountId: ACCOUNT,
    ...changes,
  }
}

function withRequest(made: RandomCase, request: Partial<RandomCase['request']>): RandomCase {
  return { ...made, request: { ...made.request, ...request } }
}

const DIFFERENCES: readonly Difference[] = [
  // "A resource-based policy can specify the ARN of the session as a principal. […] The
  // resource-based policy permissions are not limited by the session policy" (access_policies,
  // session policies).
  {
    title: 'a resource policy that names the session is not limited by the session policy',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: withRequest(
      ann({
        session: policy({ ...ALLOW, Action: 'ec2:*' }),
        resource: policy({ ...ALLOW, Principal: { AWS: SESSION } }),
      }),
      { principal: { kind: 'role-session', accountId: ACCOUNT, arns: [SESSION, ROLE] } },
    ),
  },
  // "If there is no session policy, the code checks whether the principal is a role session. If the
  // principal is a role session, then the request is Allowed. Otherwise, the request is implicitly
  // denied" (reference_policies_evaluation-logic).
  {
    title: 'a federated user without a session policy may do nothing',
    ours: 'implicit-deny',
    theirs: 'allowed',
    made: withRequest(ann({ identity: [policy(ALLOW)] }), {
      principal: { kind: 'federated-user', accountId: ACCOUNT, arns: [FEDERATED, USER] },
    }),
  },
  // "By default, all requests are implicitly denied with the exception of the AWS account root
  // user, which has full access" (reference_policies_evaluation-logic).
  {
    title: 'root needs no policy',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: withRequest(ann({}), {
      principal: { kind: 'root', accountId: ACCOUNT, arns: [`arn:aws:iam::${ACCOUNT}:root`] },
    }),
  },
  // "Inverted condition operators like StringNotEquals or StringNotLike do match against a null
  // value" (reference_policies_variables, policy variables with no value).
  {
    title: 'a negated operator matches a variable without a value',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: ann(
      { identity: [allowIf({ StringNotEquals: { 'aws:userid': '${aws:PrincipalTag/team}' } })] },
      { 'aws:userid': 'AIDAX' },
    ),
  },
  // "These predefined policy variables can be used in any string where you can use regular policy
  // variables" (reference_policies_variables, special characters).
  {
    title: '${*} is an asterisk in every string operator',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: ann(
      { identity: [allowIf({ StringEquals: { 'aws:PrincipalTag/team': 'te${*}m' } })] },
      { 'aws:PrincipalTag/team': 'te*m' },
    ),
  },
  // "If you don't include the Version element and set it to an appropriate version date, variables
  // like ${aws:username} are treated as literal strings in the policy"
  // (reference_policies_variables).
  {
    title: 'without the version of 2012 a variable is plain text',
    ours: 'implicit-deny',
    theirs: 'allowed',
    made: ann(
      {
        identity: [
          {
            Version: '2008-10-17',
            Statement: [
              { ...ALLOW, Condition: { StringEquals: { 'aws:userid': '${aws:username}' } } },
            ],
          },
        ],
      },
      { 'aws:userid': 'ann', 'aws:username': 'ann' },
    ),
  },
  // "You can use a policy variable with the ARN condition operator"
  // (reference_policies_elements_condition_operators).
  {
    title: 'a variable may give an ARN, or a field of one, to an ARN operator',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: ann(
      { identity: [allowIf({ ArnLike: { 'aws:SourceArn': '${aws:PrincipalArn}' } })] },
      { 'aws:SourceArn': USER, 'aws:PrincipalArn': USER },
    ),
  },
  // "If a variable that has no value […] is used as part of the Resource or NotResource element of
  // a policy, the resource that includes a policy variable with no value will not match any
  // resource" (reference_policies_variables).
  {
    title: 'NotResource with a variable without a value excludes nothing',
    ours: 'explicit-deny',
    theirs: 'allowed',
    made: ann({
      identity: [
        policy(ALLOW, {
          Effect: 'Deny',
          Action: '*',
          NotResource: 'arn:aws:s3:::app/${aws:username}/*',
        }),
      ],
    }),
  },
  // "AWS automatically completes the ARN by adding wildcard characters (*) to all missing fields"
  // (reference-arns).
  {
    title:
      'NotResource with an incomplete ARN excludes what the completed ARN matches, and no more',
    ours: 'explicit-deny',
    theirs: 'allowed',
    made: ann({
      identity: [policy(ALLOW, { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:sqs' })],
    }),
  },
  // "If the * wildcard is the last character of a resource ARN segment, it can expand to match
  // beyond the colon boundaries" (reference_policies_elements_resource).
  {
    title: 'an asterisk that ends a field of a resource may run on past the colon',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: withRequest(
      ann({
        identity: [policy({ ...ALLOW, Resource: 'arn:aws:secretsmanager:*:secret:db:AbCdEf' })],
      }),
      {
        action: 'secretsmanager:GetSecretValue',
        resource: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:db:AbCdEf`,
      },
    ),
  },
  // "You can add IfExists to the end of any condition operator name except the Null condition […].
  // If the key is not present, evaluate the condition element as true"
  // (reference_policies_elements_condition_operators).
  {
    title: 'IfExists holds for a missing key, with a qualifier too',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: ann({
      identity: [allowIf({ 'ForAnyValue:StringEqualsIfExists': { 'aws:CalledVia': 'x' } })],
    }),
  },
  // "it is possible to include an empty string. In this case, the value in the request context is
  // null (reference_policies_elements_condition); false: the key exists and its value is not null"
  // (condition operators).
  {
    title: 'Null takes an empty value for none',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: ann(
      { identity: [allowIf({ Null: { 'aws:PrincipalTag/team': 'true' } })] },
      { 'aws:PrincipalTag/team': '' },
    ),
  },
  // "It also returns true if there are no keys in the request, or if the key values resolve to a
  // null data set, such as an empty string" (reference_policies_multi-value-conditions).
  {
    title: 'ForAllValues holds for an empty value',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: ann(
      { identity: [allowIf({ 'ForAllValues:StringEquals': { 'aws:PrincipalTag/team': 'x' } })] },
      { 'aws:PrincipalTag/team': '' },
    ),
  },
  // "You must specify date/time values with one of the W3C implementations of the ISO 8601 date
  // formats or in epoch (UNIX) time" (reference_policies_elements_condition_operators).
  {
    title: 'epoch seconds and a written date are compared as times',
    ours: 'implicit-deny',
    theirs: 'allowed',
    made: ann(
      { identity: [allowIf({ DateGreaterThan: { 'aws:CurrentTime': '1767268800' } })] },
      { 'aws:CurrentTime': '2025-12-31T00:00:00Z' },
    ),
  },
  // "The value must be in the standard CIDR format"
  // (reference_policies_elements_condition_operators).
  {
    title: 'the range /0 holds every address',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: ann(
      { identity: [allowIf({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })] },
      { 'aws:SourceIp': '203.0.113.9' },
    ),
  },
  // "If you specify an IP address without the associated routing prefix, IAM uses the default
  // prefix value of /32; NotIpAddress: all IP addresses except the specified IP address or range"
  // (condition operators).
  {
    title: 'a single IPv4 address does not hold an IPv6 address',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: ann(
      { identity: [allowIf({ NotIpAddress: { 'aws:SourceIp': '203.0.113.9' } })] },
      { 'aws:SourceIp': '2001:db8::9' },
    ),
  },
  // "using :: to represent a range of 0s" (reference_policies_elements_condition_operators).
  {
    title: 'an IPv6 address is the same in every spelling',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: ann(
      { identity: [allowIf({ IpAddress: { 'aws:SourceIp': '2001:DB8:0::9' } })] },
      { 'aws:SourceIp': '2001:db8::9' },
    ),
  },
  // "NumericNotEquals: Negated matching" (reference_policies_elements_condition_operators).
  {
    title: 'a negated operator is the negation of the other, for values of another kind too',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: ann(
      { identity: [allowIf({ NumericNotEquals: { 'aws:MultiFactorAuthAge': '10' } })] },
      { 'aws:MultiFactorAuthAge': 'old' },
    ),
  },
  // "No permissions are required for users to perform this operation. […] You cannot use policies
  // to control authentication operations" (API_GetSessionToken).
  {
    title: 'nothing can forbid GetSessionToken',
    ours: 'allowed',
    theirs: 'implicit-deny',
    made: withRequest(ann({}), { action: 'sts:GetSessionToken', resource: '*' }),
  },
]

for (const { title, ours, theirs, made } of DIFFERENCES) {
  test(title, async () => {
    assert.equal(ourAnswer(made), ours)
    assert.equal(await theirAnswer(made), theirs, 'iam-simulate has changed its mind')
  })
}
