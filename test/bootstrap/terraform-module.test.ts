/** The Terraform module, validated, planned and applied by Terraform with a stand-in of AWS's provider on a sandbox. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import manifest from '../../package.json' with { type: 'json' }
import { needsTerraform } from '../provider/terraform-stage.ts'
import { useAsJob } from './job.ts'
import { type Instances, type ModuleStage, openModuleStage } from './module-stage.ts'
import { type Resources, document, one, output, resourcesOf } from './plan-json.ts'

const STATE = 's3://acme-daypass/team?region=us-east-1'
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/0c6d2a5e-7a1b-4f3c-9c65-2f0f6e5d4c3b'
const KEY_STATE = `${STATE}&sse=aws:kms&kms_key_id=${KEY}`
const SETTINGS = { DAYPASS_STATE: STATE, DAYPASS_VERSION: manifest.version }
const ELSEWHERE = 'arn:aws:iam::210987654321:role'
const SUBJECT = 'repo:octo/app:ref:refs/heads/main'
const GITHUB = 'token.actions.githubusercontent.com'
const DEPLOY = {
  credential_type: 'assumed_role',
  role_arns: ['arn:aws:iam::123456789012:role/deploy'],
  subjects: [SUBJECT],
}
const READER = {
  credential_type: 'iam_user',
  policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  permissions_boundary_arn: 'arn:aws:iam::123456789012:policy/daypass-boundary',
  subjects: ['repo:octo/app:environment:prod'],
}

const option = needsTerraform()
const stage = option.skip === undefined ? await openModuleStage() : undefined
const both = await policiesOf('both', { deploy: DEPLOY, reader: READER })
const plan = await planAll()

test('the policies of the plan are those of daypass policy all', option, () => {
  const policies = JSON.parse(both.text) as Readonly<Record<string, unknown>>
  const plain = instance('plain')
  assert.deepEqual(document(plain, 'aws_iam_role.broker', 'assume_role_policy'), policies['trust'])
  assert.deepEqual(document(plain, 'aws_iam_role_policy.broker'), policies['issuer'])
  assert.deepEqual(document(plain, 'aws_iam_role_policy.sweeper'), policies['sweeper'])
  assert.deepEqual(document(plain, 'aws_iam_role_policy.revoker[0]'), policies['revoker'])
  assert.deepEqual(document(plain, 'aws_iam_policy.boundary'), policies['boundary'])
  const direct = document(instance('direct'), 'aws_iam_role_policy.broker')
  assert.deepEqual(direct, policies['broker'])
  assert.notDeepEqual(direct, policies['issuer'])
})

test('the broker trusts the audience and the subjects of all roles', option, () => {
  const trust = document(instance('plain'), 'aws_iam_role.broker', 'assume_role_policy')
  const Condition = {
    StringEquals: {
      [`${GITHUB}:aud`]: 'sts.amazonaws.com',
      [`${GITHUB}:sub`]: ['repo:octo/app:environment:prod', SUBJECT],
    },
  }
  const Principal = { Federated: `arn:aws:iam::123456789012:oidc-provider/${GITHUB}` }
  const Action = 'sts:AssumeRoleWithWebIdentity'
  assert.deepEqual(trust['Statement'], [{ Effect: 'Allow', Principal, Action, Condition }])
  const provider = one(instance('plain'), 'aws_iam_openid_connect_provider.jobs[0]')
  assert.equal(provider['url'], `https://${GITHUB}`)
  assert.deepEqual(provider['client_id_list'], ['sts.amazonaws.com'])
})

test('the bucket is closed to the public, versioned and encrypted', option, () => {
  const plain = instance('plain')
  assert.equal(one(plain, 'aws_s3_bucket.state[0]')['bucket'], 'acme-daypass')
  assert.deepEqual(one(plain, 'aws_s3_bucket_public_access_block.state[0]'), {
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  })
  const versioning = one(plain, 'aws_s3_bucket_versioning.state[0]')
  assert.deepEqual(versioning['versioning_configuration'], [{ status: 'Enabled' }])
  for (const [name, algorithm, key] of [
    ['plain', 'AES256', null],
    ['keyed', 'aws:kms', KEY],
  ] as const) {
    const by = [{ sse_algorithm: algorithm, kms_master_key_id: key }]
    assert.deepEqual(
      one(instance(name), 'aws_s3_bucket_server_side_encryption_configuration.state[0]')['rule'],
      [{ bucket_key_enabled: key !== null, apply_server_side_encryption_by_default: by }],
    )
  }
})

test('what ended, the audit, old versions and their markers are forgotten', option, () => {
  const rules = one(instance('plain'), 'aws_s3_bucket_lifecycle_configuration.state[0]')['rule']
  const none = { noncurrent_version_expiration: [], abort_incomplete_multipart_upload: [] }
  const forget = (what: string) => ({
    ...none,
    id: `forget-${what}`,
    status: 'Enabled',
    filter: [{ prefix: `team/${what}/` }],
    expiration: [{ days: 400, expired_object_delete_marker: null }],
  })
  const old = {
    id: 'forget-old-versions',
    status: 'Enabled',
    filter: [{ prefix: 'team/' }],
    expiration: [{ days: null, expired_object_delete_marker: true }],
    noncurrent_version_expiration: [{ noncurrent_days: 14 }],
    abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
  }
  assert.deepEqual(rules, [forget('audit'), forget('ended'), old])
})

test('the options leave out, replace and add what they say', option, () => {
  const given = instance('given')
  assert.equal(given.has('aws_iam_openid_connect_provider.jobs[0]'), false)
  const boundary = 'arn:aws:iam::123456789012:policy/organisation'
  for (const name of ['broker', 'sweeper', 'scheduler', 'revoker[0]']) {
    assert.equal(one(given, `aws_iam_role.${name}`)['permissions_boundary'], boundary)
    assert.deepEqual(one(given, `aws_iam_role.${name}`)['tags'], { team: 'platform' })
  }
  const [environment] = one(given, 'aws_lambda_function.sweep')['environment'] as [unknown]
  assert.deepEqual(environment, {
    variables: { ...SETTINGS, DAYPASS_REVOKER_ROLE_ARNS: `${ELSEWHERE}/daypass-revoker` },
  })
  const [plain] = one(instance('plain'), 'aws_lambda_function.sweep')['environment'] as [unknown]
  assert.deepEqual(plain, { variables: { ...SETTINGS, DAYPASS_REVOKER_ROLE_ARNS: '' } })
  assert.equal(one(given, 'aws_scheduler_schedule.sweep')['schedule_expression'], 'rate(5 minutes)')
  assert.equal(instance('users').has('aws_iam_role.revoker[0]'), false)
  assert.equal(output(plan, 'direct_revocation'), 'immediate')
  assert.equal(output(plan, 'plain_revocation'), 'tombstone')
})

test(
  'the module takes an account as it is: names, bucket, OIDC provider, region, sweep and log',
  option,
  async () => {
    const { code, stdout, problems } = await staged().testModule()
    assert.equal(code, 0, `${stdout}${problems}`)
    assert.match(stdout, /Success! (?:[1-9]\d+) passed, 0 failed\./)
  },
)

test('what would not work is refused before anything is made', option, async () => {
  const malformed = {
    local: { ...args(both), state: '"file:///var/daypass"' },
    empty: { ...args(both), policies: '"{}"' },
  }
  const unfit = {
    elsewhere: { ...args(both), state: '"s3://another-bucket/team?region=us-east-1"' },
    absent: { ...args(both), create_bucket: 'false' },
    strange: { ...args(both), create_oidc_provider: 'false', oidc_issuer: '"gitlab.example"' },
    keyless: { ...args(both), kms_key_arn: JSON.stringify(KEY) },
  }
  for (const [instances, words] of [
    [malformed, [/must look like s3:/, /must be what `daypass policy all` prints/]],
    [
      unfit,
      [
        /policies are for another bucket/,
        /policies have no right to kms_key_arn/,
        /NotFound/,
        /finding IAM OIDC Provider/,
      ],
    ],
  ] as const) {
    const run = await staged().open(instances)
    const { code, problems } = await run('plan')
    assert.equal(code, 1)
    for (const word of words) assert.match(problems, word)
  }
})

test('a job and a sweep work with what is applied, and only they', option, async () => {
  const here = staged()
  const issuer = `${here.sandbox.url.replace('http://', '')}/_sandbox/oidc`
  const roles = { ...manyRoles(70), deploy: DEPLOY, reader: READER }
  const policies = await policiesOf('applied', roles, STATE, issuer)
  const trusts = JSON.stringify([`arn:aws:iam::${here.sandbox.accountId}:user/daypass-root`])
  const run = await here.open({
    applied: { ...args(policies), oidc_issuer: JSON.stringify(issuer), revoker_trusts: trusts },
  })
  const applied = await run('apply', '-auto-approve')
  assert.equal(applied.code, 0, applied.problems)
  const again = await run('plan', '-detailed-exitcode')
  assert.equal(again.code, 0, again.stdout)
  const shown: unknown = JSON.parse((await run('show', '-json')).stdout)
  const made = resourcesOf(shown, 'applied')
  for (const [name, what] of [
    ['broker_role_arn', 'aws_iam_role.broker'],
    ['boundary_arn', 'aws_iam_policy.boundary'],
    ['revoker_role_arn', 'aws_iam_role.revoker[0]'],
  ] as const) {
    assert.equal(output(shown, `applied_${name}`), one(made, what)['arn'])
  }
  const more = [...made.keys()].filter((name) => name.startsWith('aws_iam_policy.more'))
  assert.deepEqual(more, ['aws_iam_policy.more["revoker-2"]', 'aws_iam_policy.more["sweeper-2"]'])
  const started = one(made, 'aws_lambda_function.sweep')['arn']
  const [target] = one(made, 'aws_scheduler_schedule.sweep')['target'] as [Record<string, unknown>]
  assert.equal(target['arn'], started)
  assert.equal(target['role_arn'], one(made, 'aws_iam_role.scheduler')['arn'])
  const [start] = document(made, 'aws_iam_role_policy.scheduler')['Statement'] as unknown[]
  assert.deepEqual(start, { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: started })
  assert.deepEqual(document(made, 'aws_iam_role.revoker[0]', 'assume_role_policy')['Statement'], [
    {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: {
        AWS: [one(made, 'aws_iam_role.sweeper')['arn'], ...(JSON.parse(trusts) as string[])],
      },
    },
  ])
  await useAsJob(here, { state: STATE, deploy: DEPLOY, reader: READER, subject: SUBJECT })
})

/** So many that the policies of the sweeper and the revoker are several. */
function manyRoles(count: number): Readonly<Record<string, object>> {
  const of = (name: string) => ({
    ...DEPLOY,
    role_arns: [`arn:aws:iam::123456789012:role/${name}`],
  })
  const names = Array.from({ length: count }, (_, n) => `service-${String(n).padStart(3, '0')}`)
  return Object.fromEntries(names.map((name) => [name, of(name)]))
}

interface PrintedPolicies {
  readonly text: string
  readonly path: string
  readonly state: string
}

async function policiesOf(
  name: string,
  roles: Readonly<Record<string, object>>,
  state = STATE,
  issuer = GITHUB,
): Promise<PrintedPolicies> {
  if (stage === undefined) return { text: '{}', path: '', state }
  const folder = dirname(stage.file(`${name}.roles`, ''))
  mkdirSync(`${folder}/${name}`)
  for (const [role, fields] of Object.entries(roles)) {
    writeFileSync(`${folder}/${name}/${role}.json`, JSON.stringify(fields))
  }
  const flags = ['--roles', `${folder}/${name}`, '--state', state, '--issuer', issuer]
  const printed = await stage.daypass(['policy', 'all', ...flags])
  assert.equal(printed.code, 0, printed.stderr)
  const text = printed.stdout
  return { text, path: stage.file(`${name}-policies.json`, text), state }
}

function args({ path, state }: PrintedPolicies): Instances[string] {
  const sweep = staged().file('sweep-lambda.zip', 'zipped')
  return {
    state: JSON.stringify(state),
    policies: `file(${JSON.stringify(path)})`,
    sweep_package: JSON.stringify(sweep),
  }
}

/** One plan of the module in every way, each of which is validated before. */
async function planAll(): Promise<unknown> {
  if (stage === undefined) return undefined
  await new IAM({ region: 'us-east-1' }).createOpenIDConnectProvider({
    Url: `https://${GITHUB}`,
    ClientIDList: ['sts.amazonaws.com'],
  })
  const keyed = await policiesOf('keyed', { deploy: DEPLOY, reader: READER }, KEY_STATE)
  const run = await stage.open({
    plain: args(both),
    direct: { ...args(both), jobs_write_denies: 'true' },
    keyed: { ...args(keyed), kms_key_arn: JSON.stringify(KEY) },
    users: args(await policiesOf('users', { reader: READER })),
    given: {
      ...args(both),
      create_oidc_provider: 'false',
      permissions_boundary_arn: '"arn:aws:iam::123456789012:policy/organisation"',
      revoker_role_arns: `["${ELSEWHERE}/daypass-revoker"]`,
      revoker_trusts: `["${ELSEWHERE}/daypass-sweeper"]`,
      sweep_schedule: '"rate(5 minutes)"',
      tags: '{ team = "platform" }',
    },
  })
  for (const command of [['validate'], ['plan', '-out=plan']]) {
    const { code, stdout, problems } = await run(...command)
    assert.equal(code, 0, problems)
    assert.doesNotMatch(stdout, /Warning/)
  }
  return JSON.parse((await run('show', '-json', 'plan')).stdout)
}

function instance(name: string): Resources {
  return resourcesOf(plan, name)
}

function staged(): ModuleStage {
  assert.ok(stage)
  return stage
}
