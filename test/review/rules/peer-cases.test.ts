/** Cases that others made for tools like this one: what they expect to be found, and what not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, deny, ids, judgeNew, of, user, type WrittenStatement } from './judge-roles.ts'
import { PATHFINDING } from './pathfinding.ts'

/** The escalation paths that are told of, by any of the rules that tell them. */
async function told(...statements: readonly WrittenStatement[]): Promise<string> {
  const findings = await judgeNew(user(...statements))
  return findings
    .filter(({ rule }) => ['ESC001', 'ESC004', 'ESC005'].includes(rule))
    .map(({ reason }) => reason)
    .join('\n')
}

const versions = (resource: string, more: object = {}) =>
  allow('iam:CreatePolicyVersion', resource, more)
const since = (operator: string) => ({
  Condition: { [operator]: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } },
})

/** Bishop Fox, iam-vulnerable (MIT), modules/free-resources/tool-testing: what must be found, or not, and why. */
const IAM_VULNERABLE: readonly [name: string, expected: string, ...WrittenStatement[]][] = [
  [
    'fn1: over two policies',
    'ec2-001',
    allow(['ec2:DescribeInstances', 'ec2:RunInstances']),
    allow('iam:PassRole'),
  ],
  ['fn2: a resource that helps nobody', 'iam-001', versions('arn:aws:iam::*:policy/fn2-*')],
  ['fn3: a condition that always holds', 'iam-001', versions('*', since('DateGreaterThan'))],
  [
    'fn4: NotAction',
    'completes \\d\\d ways',
    {
      Effect: 'Allow',
      NotAction: ['iam:Update*', 'iam:Create*', 'iam:Attach*'],
      Resource: '*',
    },
  ],
  ['fp1: allowed and denied in one policy', '', allow('iam:*'), deny('iam:*')],
  ['fp2: allowed and denied over two policies', '', allow('*'), deny('*')],
  ['fp3: only denied', '', deny('iam:*')],
  ["fp4: only policies of AWS's own", '', versions('arn:aws:iam::aws:policy/fp4-*')],
  ['fp5: a condition that never holds', '', versions('*', since('DateLessThan'))],
]

for (const [name, expected, ...statements] of IAM_VULNERABLE) {
  const verb = expected === '' ? 'is quiet about' : 'finds'
  test(`iam-vulnerable, ${name}: the review ${verb} it`, async () => {
    const reasons = await told(...statements)
    if (expected === '') assert.equal(reasons, '')
    else assert.match(reasons, new RegExp(expected))
  })
}

/** Bishop Fox, iam-vulnerable, modules/free-resources/privesc-paths: the actions of each, and what they complete. */
const PRIVESC_PATHS: Readonly<Record<string, string>> = {
  'iam:CreatePolicyVersion': 'iam-001',
  'iam:SetDefaultPolicyVersion': 'iam-set-default-policy-version',
  'iam:PassRole ec2:RunInstances': 'ec2-001',
  'iam:CreateAccessKey': 'iam-002',
  'iam:CreateLoginProfile': 'iam-004',
  'iam:UpdateLoginProfile': 'iam-006',
  'iam:AttachUserPolicy': 'iam-008',
  'iam:AttachGroupPolicy': 'iam-010',
  'iam:AttachRolePolicy': 'iam-009',
  'iam:PutUserPolicy': 'iam-007',
  'iam:PutGroupPolicy': 'iam-011',
  'iam:PutRolePolicy': 'iam-005',
  'iam:AddUserToGroup': 'iam-013',
  'iam:UpdateAssumeRolePolicy sts:AssumeRole': 'iam-012',
  'iam:PassRole lambda:CreateFunction lambda:InvokeFunction': 'lambda-001',
  'iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping': 'lambda-002',
  'lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration': 'lambda-003',
  'iam:PassRole glue:CreateDevEndpoint glue:GetDevEndpoint': 'glue-001',
  'glue:UpdateDevEndpoint glue:GetDevEndpoint': 'glue-002',
  'iam:PassRole cloudformation:CreateStack cloudformation:DescribeStacks': 'cloudformation-001',
  'iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline':
    'datapipeline-001',
  'iam:PassRole codebuild:CreateProject codebuild:StartBuild codebuild:StartBuildBatch':
    'codebuild-001',
  'ec2:DescribeInstances ec2-instance-connect:SendSSHPublicKey': 'ec2instanceconnect-003',
  'ec2-instance-connect:SendSerialConsoleSSHPublicKey': 'ec2-serial-console',
  'iam:PassRole sagemaker:CreateNotebookInstance': 'sagemaker-001',
  'sagemaker:CreatePresignedNotebookInstanceUrl': 'sagemaker-004',
  'iam:PassRole sagemaker:CreateProcessingJob': 'sagemaker-003',
  'iam:PassRole sagemaker:CreateTrainingJob': 'sagemaker-002',
  'ssm:SendCommand': 'ssm-002',
  'ssm:StartSession': 'ssm-001',
  'cloudformation:UpdateStack cloudformation:DescribeStacks': 'cloudformation-002',
}

test("the review tells each of iam-vulnerable's paths by its id", async () => {
  for (const [actions, id] of Object.entries(PRIVESC_PATHS)) {
    const reasons = await told(allow(actions.split(' ')))
    assert.match(reasons, new RegExp(`\\b${id}\\b`), actions)
  }
})

test('the review tells every combination of pathfinding.cloud, as its own path or as a shorter one in it', async () => {
  for (const [id, actions] of Object.entries(PATHFINDING)) {
    const findings = await judgeNew(user(allow(actions)))
    const paths = findings.filter(({ rule }) => rule === 'ESC001' || rule === 'ESC004')
    assert.ok(paths.length > 0, id)
    if (id !== 'sts-001') assert.match(await told(allow(actions)), new RegExp(`\\b${id}\\b`))
    assert.ok(
      paths.some(({ blocks }) => blocks),
      id,
    )
  }
})

/** salesforce/cloudsplaining (BSD-3), PRIVILEGE_ESCALATION_METHODS: those that are not pathfinding's as they stand. */
const CLOUDSPLAINING: Readonly<Record<string, RegExp>> = {
  'iam:SetDefaultPolicyVersion': /iam-set-default-policy-version/,
  'iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping dynamodb:CreateTable dynamodb:PutItem':
    /lambda-002/,
  'ecs:ExecuteCommand ecs:DescribeTasks': /ecs-006/,
  // It takes this for a path; without PutPipelineDefinition and ActivatePipeline the pipeline does nothing.
  'iam:PassRole datapipeline:CreatePipeline': /^$/,
}

test("the review tells cloudsplaining's combinations", async () => {
  for (const [actions, expected] of Object.entries(CLOUDSPLAINING)) {
    assert.match(await told(allow(actions.split(' '))), expected, actions)
  }
})

/** What users of other tools were told wrongly: policy, and the rules that must not speak. */
const QUIET: readonly [thread: string, quiet: readonly string[], ...WrittenStatement[]][] = [
  ['bridgecrewio/checkov#5134', ['ACC011'], allow('s3:ListAllMyBuckets')],
  ['bridgecrewio/checkov#5442', ['ACC011'], allow('logs:DescribeLogGroups')],
  ['bridgecrewio/checkov#7279', ['ACC011'], allow('comprehend:StartPiiEntitiesDetectionJob')],
  [
    'aquasecurity/trivy#5040',
    ['ACC011', 'VAL004'],
    allow(['logs:ListLogDeliveries', 'logs:CreateLogDelivery', 'logs:DeleteLogDelivery']),
  ],
  [
    'aquasecurity/trivy#5089',
    ['ACC011', 'ACC012', 'VAL004'],
    allow('s3:GetObject', 'arn:aws:s3:::this/*'),
  ],
  [
    'aquasecurity/trivy#5090',
    ['ACC011', 'VAL004', 'VAL005'],
    allow(
      'logs:PutLogEvents',
      'arn:aws:logs:us-west-2:123456789012:log-group:SampleLogGroupName:*',
    ),
  ],
  [
    'aquasecurity/trivy#5010',
    ['ACC011', 'VAL004'],
    allow(
      ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents', 'logs:GetLogEvents'],
      'arn:aws:logs:us-west-2:123456789012:log-group:SampleLogGroupName:*',
    ),
  ],
  [
    'aquasecurity/trivy#5114',
    ['ACC011', 'ACC012'],
    allow('s3:GetObject', 'arn:aws:s3:::examplebucket/*/*.log'),
  ],
  [
    'aquasecurity/tfsec#1978',
    ['ACC010', 'ACC011', 'ACC012', 'VAL004'],
    allow(['s3:ListBucket', 's3:GetObject*'], ['arn:aws:s3:::b', 'arn:aws:s3:::b/*']),
  ],
  ['SonarSource/SonarJS#3543', ['ACC011'], allow('ecr:GetAuthorizationToken')],
  // A path that needs PassRole is none without it.
  [
    'prowler-cloud/prowler#2770',
    ['ESC001', 'ESC003'],
    allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], 'arn:aws:lambda:*:*:function:app'),
  ],
  [
    'padok-team/yatas-aws#77',
    ['ESC001', 'ESC002'],
    allow(
      ['iam:CreateAccessKey', 'iam:DeleteAccessKey', 'iam:ListAccessKeys'],
      'arn:aws:iam::*:user/${aws:username}',
    ),
  ],
  [
    'duo-labs/parliament#172',
    ['VAL004', 'VAL005'],
    allow('s3:GetObject', 'arn:aws:s3:::${aws:PrincipalTag/bucket}/*'),
  ],
  [
    'aquasecurity/trivy-checks#30',
    ['ESC004'],
    allow('sts:AssumeRole', 'arn:aws:iam::123456789012:role/S3Access'),
  ],
  ['cloudwatch:PutMetricData', ['ACC011'], allow('cloudwatch:PutMetricData')],
  // Whoever fills in the account later means one account.
  ['any account', ['VAL005'], allow('iam:GetRole', 'arn:aws:iam::*:role/app')],
]

for (const [thread, quiet, ...statements] of QUIET) {
  test(`what users were told wrongly stays untold: ${thread}`, async () => {
    const spoke = ids(await judgeNew(user(...statements))).filter((rule) => quiet.includes(rule))
    assert.deepEqual(spoke, [])
  })
}

test('a condition lowers the weight of a path and is told, but hides nothing (salesforce/cloudsplaining#278)', async () => {
  const conditional = allow('iam:PutRolePolicy', '*', {
    Condition: { StringEquals: { 'iam:ResourceTag/team': 'a' } },
  })
  const [finding] = of('ESC001', await judgeNew(user(conditional)))
  assert.equal(finding?.severity, 'warning')
  assert.match(finding.reason, /only if StringEquals iam:ResourceTag\/team a/)
})

test('the resource that is told is the one that is meant (aquasecurity/trivy-checks#30)', async () => {
  const named = 'arn:aws:iam::123456789012:role/S3Access'
  const findings = of('ESC004', await judgeNew(user(allow('sts:AssumeRole', [named, '*']))))
  assert.deepEqual(
    findings.map(({ reason }) => reason),
    ['may assume every role *'],
  )
})
