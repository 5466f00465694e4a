/** `daypass role explain` and `daypass role can`. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { run } from '../../../cli/run.ts'
import { recordingContext } from '../../cli/recording-context.ts'
import { scratch } from './repository.ts'
import { READER } from './roles.ts'

const roles = scratch()
const role = (name: string, text: string): void => {
  writeFileSync(join(roles, `${name}.yaml`), text)
}
role('reader', READER)
role(
  'user',
  `credential_type: iam_user
iam_groups: [staff]
policy_document:
  Version: '2012-10-17'
  Statement:
    - Effect: Allow
      Action: ['s3:Get*', 'ec2:DescribeInstances']
      Resource: '*'
      Condition: { StringEquals: { 'aws:RequestedRegion': eu-west-1 } }
    - Effect: Deny
      Action: s3:GetObject
      Resource: arn:aws:s3:::secret/*
    - Effect: Allow
      Action: iam:CreateAccessKey
      Resource: arn:aws:iam::123456789012:user/\${aws:username}
`,
)
role('whole', 'credential_type: assumed_role\nrole_arns: [arn:aws:iam::123456789012:role/whole]\n')

async function daypass(...argv: string[]) {
  const recording = recordingContext({ env: { DAYPASS_ROLES: roles } })
  const code = await run(argv, recording.context)
  return { code, stdout: recording.stdout(), stderr: recording.stderr() }
}

async function can(...words: string[]) {
  const { code, stdout } = await daypass('role', 'can', ...words, '--json')
  return { code, ...(JSON.parse(stdout) as Answer) }
}

interface Answer {
  readonly decision: string
  readonly resource: string
  readonly decided_by: { readonly statement: number; readonly place: { line: number } } | null
  readonly unless: readonly { readonly kind: string }[]
  readonly not_given: readonly { readonly keys: readonly string[]; readonly statement: number }[]
}

const DATA = 'arn:aws:s3:::data/a'
const IN_EUROPE = 'aws:RequestedRegion=eu-west-1'

test('what is allowed names the statement with its line, and ends with 0', async () => {
  const { code, stdout } = await daypass('role', 'can', 'reader', 's3:getobject', DATA)
  assert.equal(code, 0)
  const [first, second] = stdout.split('\n')
  assert.equal(first, `reader may s3:GetObject on ${DATA}, as far as its definition says`)
  assert.equal(
    second,
    `because statement 1 of policy_document (${roles}/reader.yaml:9:7) allows it`,
  )
  assert.match(
    stdout,
    /not known here:\n {2}- the rights of arn:aws:iam::123456789012:role\/reader/,
  )
})

test('a condition counts with what --context says, and is listed when it says nothing', async () => {
  const without = await can('user', 's3:GetBucketAcl', 'arn:aws:s3:::data')
  assert.deepEqual([without.code, without.decision], [1, 'implicit-deny'])
  assert.deepEqual(
    without.not_given.map(({ keys, statement }) => [...keys, statement]),
    [['aws:RequestedRegion', 0]],
  )
  const given = await can('user', 's3:GetBucketAcl', 'arn:aws:s3:::data', '--context', IN_EUROPE)
  assert.deepEqual([given.code, given.decided_by?.statement, given.not_given], [0, 0, []])
  const other = ['--context', 'aws:requestedregion=us-east-1']
  assert.equal((await can('user', 's3:GetBucketAcl', 'arn:aws:s3:::data', ...other)).code, 1)
})

test('a deny that is written down stands, whatever is not known', async () => {
  const denied = await can('user', 's3:GetObject', 'arn:aws:s3:::secret/a', '--context', IN_EUROPE)
  assert.deepEqual([denied.code, denied.decision], [1, 'explicit-deny'])
  assert.deepEqual([denied.decided_by?.statement, denied.unless], [1, []])
})

test('what a group might allow is not known, and a variable is asked for', async () => {
  const key = ['user', 'iam:CreateAccessKey', 'arn:aws:iam::123456789012:user/ann']
  const open = await can(...key)
  assert.deepEqual(
    [open.decision, open.unless.map(({ kind }) => kind), open.not_given[0]?.keys],
    ['implicit-deny', ['group'], ['aws:username']],
  )
  assert.equal((await can(...key, '--context', 'aws:username=ann')).decision, 'allowed')
})

test('an action that works on no resource needs none, and gets none', async () => {
  for (const resource of [[], ['*'], ['arn:aws:ec2:eu-west-1:123456789012:instance/i-1']]) {
    const asked = await can('user', 'ec2:DescribeInstances', ...resource, '--context', IN_EUROPE)
    assert.deepEqual([asked.code, asked.resource], [0, '*'])
  }
})

test('of a session without a policy nothing is known, and that is no yes', async () => {
  const { code, stdout } = await daypass('role', 'can', 'whole', 's3:GetObject', DATA)
  assert.equal(code, 3)
  assert.match(stdout, /may or may not s3:GetObject/)
  assert.match(stdout, /because no session policy limits the session\nnot known here:/)
})

test('what cannot be decided is wrong use, with what to ask instead', async () => {
  const wrong: readonly (readonly [RegExp, ...string[]])[] = [
    [/is not an action/, 's3:Get*', DATA],
    [/is a pattern/, 's3:GetObject', 'arn:aws:s3:::data/*'],
    [/works on a resource: which\?/, 's3:GetObject'],
    [/is not an ARN/, 's3:GetObject', 'data/a'],
    [/is not a key with a value/, 's3:GetObject', DATA, '--context', 'nonsense'],
  ]
  for (const [told, ...words] of wrong) {
    const { code, stdout, stderr } = await daypass('role', 'can', 'reader', ...words)
    assert.deepEqual([code, stdout], [2, ''], stderr)
    assert.match(stderr, told)
    assert.match(stderr, /\nhint: /)
  }
})

test('an action that AWS does not have, or not on such a resource, is asked about with a warning', async () => {
  const odd = await daypass('role', 'can', 'reader', 's3:GetObjekt', DATA)
  assert.match(
    odd.stderr,
    /^warning: AWS had no action s3:GetObjekt .* did you mean s3:GetObject\?/,
  )
  const bucket = await daypass('role', 'can', 'reader', 's3:GetObject', 'arn:aws:s3:::data')
  assert.match(bucket.stderr, /^warning: s3:GetObject works on /)
})

test('explain tells who, how long, what and what is not known', async () => {
  const { code, stdout, stderr } = await daypass('role', 'explain', 'reader')
  assert.deepEqual([code, stderr], [0, ''])
  assert.match(stdout, /^reader: a session of an AWS role\n/)
  assert.match(stdout, /\nwho +octo\/app on branch main\n/)
  assert.match(stdout, /\nhow long +15m, 1h at most; no renewal\n/)
  assert.match(
    stdout,
    /may do at most 1 action of 1 service:\n\nSERVICE +LEVEL +COUNT +ACTIONS\ns3 +read +1 +GetObject\n/,
  )
  assert.match(
    stdout,
    /reader\.yaml:9:7\) allows\n {2}what {2}s3:GetObject\n {2}on {4}arn:aws:s3:::data\/\*\n/,
  )
  assert.match(stdout, /not known here:\n/)
})

test('explain counts what wildcards match, and shows conditions and denies', async () => {
  const { stdout } = await daypass('role', 'explain', 'user')
  assert.match(stdout, /\ns3 +read +\d\d +Get/)
  assert.match(stdout, / {2}if {4}StringEquals aws:RequestedRegion eu-west-1\n/)
  assert.match(stdout, /statement 2 of policy_document .* denies\n/)
  assert.match(stdout, /the group staff may add rights/)
  const document = JSON.parse((await daypass('role', 'explain', 'user', '--json')).stdout) as {
    readonly actions: readonly { readonly service: string }[]
    readonly not_known: readonly { readonly kind: string }[]
  }
  assert.deepEqual(
    [...new Set(document.actions.map(({ service }) => service))],
    ['ec2', 'iam', 's3'],
  )
  assert.deepEqual(
    document.not_known.map(({ kind }) => kind),
    ['group'],
  )
})

test('a role that is not there is told with the name that was meant', async () => {
  const { code, stderr } = await daypass('role', 'explain', 'raeder')
  assert.equal(code, 3)
  assert.match(stderr, /did you mean reader\?/)
})

test('no text of a role commands a terminal or a runner', async () => {
  role(
    'bad',
    READER.replace('Reads one bucket.', '"\\e[31m::error::x ##[error]y \\u202e"')
      .replace('s3:GetObject', "['s3:GetObject', 'x:\\u202e']")
      .replace("'x:\\u202e'", '"x:\\u202e"'),
  )
  const { stdout } = await daypass('role', 'explain', 'bad')
  assert.doesNotMatch(stdout, /\u202e|\u001b/)
  assert.doesNotMatch(stdout, /^::|##\[/m)
})
