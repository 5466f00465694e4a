/** What CloudFormation's templates and the AWS CDK's grant in IAM is reviewed at the resource's line, and what is not read is said. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdictLine } from '../../review/format/verdict-line.ts'
import { rolesOfTemplates } from '../../review/reading/templates/read-templates.ts'
import { reviewRoles } from '../../review/review-roles.ts'
import { makeJudge } from '../../review/rules/judge.ts'
import { NOW, table } from './rules/judge-roles.ts'

type Texts = Readonly<Record<string, string>>

const filesOf = (texts: Texts) => ({
  files: Object.entries(texts).map(([file, text]) => ({ file, text })),
  refused: [],
})

async function reviewTexts(base: Texts, head: Texts) {
  const actions = await table()
  const read = rolesOfTemplates(filesOf(base), filesOf(head))
  const judge = makeJudge({ table: actions, now: NOW, notRead: read.notRead })
  return reviewRoles(read.base, read.head, { table: actions, judge })
}

/** The verdict of two templates, and what blocks where. */
async function reviewed(base: string, head: string) {
  const review = await reviewTexts({ 'infra/app.yaml': base }, { 'infra/app.yaml': head })
  const blocking = review.findings.filter(({ blocks }) => blocks)
  return {
    verdict: review.verdict,
    blocking: blocking.map(({ rule, place }) => `${rule} ${place?.file ?? ''}:${place?.line ?? 0}`),
    review,
  }
}

const YAML = `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Env: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Data:
    Type: AWS::S3::Bucket
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: !Sub 'orders-\${Env}'}
  App:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {Service: !Sub 'lambda.\${AWS::URLSuffix}'}
            Action: sts:AssumeRole
      ManagedPolicyArns:
        - !Sub 'arn:\${AWS::Partition}:iam::aws:policy/PowerUserAccess-not-this'
  Rights:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: rights
      Roles: [!Ref App]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: [s3:GetObject]
            Resource: !Sub '\${Data.Arn}/*'
          - Effect: Allow
            Action: dynamodb:GetItem
            Resource: !GetAtt Table.Arn
          - !If
            - IsProd
            - Effect: Deny
              Action: s3:DeleteObject
              Resource: !Join ['', [!GetAtt Data.Arn, '/*']]
            - !Ref AWS::NoValue
`

test('a template beside itself has the same access, and nothing of it is refused for what it leaves open', async () => {
  const { verdict, blocking, review } = await reviewed(YAML, YAML)
  assert.deepEqual([verdict, blocking], ['same access', []])
  assert.deepEqual(
    review.roles.map(({ name }) => name),
    ['role infra/app.yaml#App', 'trust of role infra/app.yaml#App'],
  )
  const wrong = review.findings.filter(({ rule }) => /VAL|SIZ/.test(rule))
  assert.deepEqual(
    wrong.map(({ rule, reason }) => `${rule} ${reason}`),
    [],
  )
})

const STEPS: readonly (readonly [title: string, from: string, to: string, found: string])[] = [
  ['another action', '[s3:GetObject]', '[s3:GetObject, s3:PutObject]', ''],
  ['every action of a bucket', '[s3:GetObject]', "'*'", 'ACC014 infra/app.yaml:23'],
  ['any table', '!GetAtt Table.Arn', "'*'", ''],
  [
    'a table in any region',
    '!GetAtt Table.Arn',
    "!Sub 'arn:aws:dynamodb:*:\${AWS::AccountId}:table/orders-\${Env}'",
    '',
  ],
  [
    'anybody trusted',
    "{Service: !Sub 'lambda.\${AWS::URLSuffix}'}",
    "{AWS: '*'}",
    'TRU016 infra/app.yaml:12',
  ],
]

for (const [title, from, to, found] of STEPS) {
  test(`${title} is wider, and back is narrower`, async () => {
    const wide = YAML.replace(from, to)
    assert.notEqual(wide, YAML)
    const { verdict, blocking } = await reviewed(YAML, wide)
    assert.match(verdict, /^(wider|mixed)$/)
    if (found !== '') assert.ok(blocking.includes(found), blocking.join())
    if (verdict === 'wider') assert.equal((await reviewed(wide, YAML)).verdict, 'narrower')
  })
}

const SAME: readonly (readonly [title: string, from: string, to: string])[] = [
  [
    'the short and the long form of a function',
    '!GetAtt Table.Arn',
    '{"Fn::GetAtt": [Table, Arn]}',
  ],
  ['Sub and Join', "!Sub '\${Data.Arn}/*'", "!Join ['', ['arn:aws:s3:::', !Ref Data, '/*']]"],
  [
    'GetAtt and an ARN that is written out',
    '!GetAtt Table.Arn',
    "!Sub 'arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/orders-\${Env}'",
  ],
  ['a policy under another logical id', '  Rights:\n', '  RightsAnew:\n'],
]

for (const [title, from, to] of SAME) {
  test(`${title} are the same access`, async () => {
    const other = YAML.replace(from, to)
    assert.notEqual(other, YAML)
    const { verdict, blocking } = await reviewed(YAML, other)
    assert.deepEqual([verdict, blocking], ['same access', []])
  })
}

/** As the AWS CDK writes it; logical ids end in a hash of the path. */
const cdk = (hash: string, actions: readonly string[]) =>
  JSON.stringify({
    Resources: {
      [`AppRole${hash}`]: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [
              {
                Action: 'sts:AssumeRole',
                Effect: 'Allow',
                Principal: { Service: 'ec2.amazonaws.com' },
              },
            ],
            Version: '2012-10-17',
          },
        },
        Metadata: { 'aws:cdk:path': 'Stack/AppRole/Resource' },
      },
      [`AppRoleDefaultPolicy${hash}`]: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyDocument: {
            Statement: [
              {
                Action: actions,
                Effect: 'Allow',
                Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [`Data${hash}`, 'Arn'] }, '/*']] },
              },
            ],
            Version: '2012-10-17',
          },
          Roles: [{ Ref: `AppRole${hash}` }],
        },
        Metadata: { 'aws:cdk:path': 'Stack/AppRole/DefaultPolicy/Resource' },
      },
      [`Data${hash}`]: {
        Type: 'AWS::S3::Bucket',
        Metadata: { 'aws:cdk:path': 'Stack/Data/Resource' },
      },
    },
  })

test("the AWS CDK's logical ids change without a change of access, and hide none", async () => {
  const [one, other] = ['4F2A0C11', '9B7E33D0'].map((hash) => cdk(hash, ['s3:GetObject']))
  const wide = cdk('9B7E33D0', ['s3:*'])
  const file = 'cdk.out/Stack.template.json'
  const same = await reviewTexts({ [file]: one ?? '' }, { [file]: other ?? '' })
  assert.deepEqual([same.verdict, same.blocking], ['same access', 0])
  const wider = await reviewTexts({ [file]: one ?? '' }, { [file]: wide })
  assert.equal(wider.verdict, 'wider')
  assert.match(verdictLine(wider), /^wider: 1 role wider/)
})

test('another bucket in the place of one is wider both ways', async () => {
  const other = YAML.replace("'\${Data.Arn}/*'", "'arn:aws:s3:::other/*'")
  assert.equal((await reviewed(YAML, other)).verdict, 'wider')
  assert.equal((await reviewed(other, YAML)).verdict, 'wider')
})

test('what is known only after deploying, other types and stages that nobody named are said to be not read', async () => {
  const later = YAML.replace('[s3:GetObject]', '!Split [",", !Ref Actions]')
  const bucket = `${YAML}  Open:\n    Type: AWS::S3::BucketPolicy\n    Properties: {Bucket: !Ref Data}\n`
  const manifest = JSON.stringify({
    version: '36.0.0',
    artifacts: {
      p: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
    },
  })
  const { findings, notRun } = await reviewTexts(
    { 'cdk.out/a.yaml': YAML, 'cdk.out/manifest.json': manifest },
    { 'cdk.out/a.yaml': later, 'cdk.out/b.yaml': bucket, 'cdk.out/manifest.json': manifest },
  )
  assert.ok(findings.some(({ rule, isNew }) => rule === 'VAL009' && isNew))
  const said = notRun.map(({ reason }) => reason).join('\n')
  assert.match(said, /b\.yaml#Open \(AWS::S3::BucketPolicy\)/)
  assert.match(said, /cdk\.out\/assembly-Prod/)
})

test('a policy larger than its kind of holder may have blocks', async () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-with-a-name-${index}/*`)
  const user = (count: number) =>
    JSON.stringify({
      Resources: {
        U: {
          Type: 'AWS::IAM::User',
          Properties: {
            Policies: [
              {
                PolicyName: 'p',
                PolicyDocument: {
                  Version: '2012-10-17',
                  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: names(count) }],
                },
              },
            ],
          },
        },
      },
    })
  const { blocking } = await reviewed(user(10), user(80))
  assert.ok(blocking.includes('SIZ001 infra/app.yaml:1'), blocking.join())
  assert.ok(!(await reviewed(user(10), user(40))).blocking.some((one) => one.startsWith('SIZ')))
})

test('a template that cannot be read blocks, and files that are none are passed over', async () => {
  const { blocking } = await reviewed(YAML, 'Resources: [')
  assert.ok(
    blocking.some((one) => one.startsWith('VAL010 infra/app.yaml')),
    blocking.join(),
  )
  const none = { 'cdk.out/tree.json': '{"tree": {}}', 'cdk.out/x.assets.json': '{' }
  await assert.rejects(reviewTexts(none, none), { code: 'role-not-found' })
})
