import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'yaml'
import { json, jsonList, openStage } from '../cli/stage.ts'
import { root } from '../support/source-files.ts'

const { daypass } = await openStage()
const top = mkdtempSync(join(tmpdir(), 'daypass-workflows-'))
after(() => {
  rmSync(top, { recursive: true })
})
const ARN = 'arn:aws:iam::123456789012:role/ci/deploy'
const USES = 'aws-actions/configure-aws-credentials@v4'

/** A repository with these files, and a folder for the roles that are made. */
function repository(files: Readonly<Record<string, string>>): {
  readonly path: string
  readonly roles: string
} {
  const path = mkdtempSync(join(top, 'repository-'))
  const git = '[remote "origin"]\n\turl = git@github.com:octo/app.git\n'
  for (const [file, text] of Object.entries({ '.git/config': git, ...files })) {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    writeFileSync(join(path, file), text)
  }
  return { path, roles: join(path, 'roles') }
}

/** A workflow of one job, as people write it. */
function workflow(on: string, job: string, inputs: Readonly<Record<string, string>>): string {
  const lines = Object.entries(inputs).map(([name, value]) => `          ${name}: ${value}\n`)
  return `name: Deploy\non: ${on}\nenv:\n  ROLE: ${ARN}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n${job}    steps:\n      - uses: actions/checkout@v4\n      - name: Credentials\n        if: github.ref_protected\n        uses: ${USES}\n        with:\n${lines.join('')}      - run: aws s3 ls\n`
}

async function imported(files: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const { path, roles } = repository(files)
  const line = ['import', 'workflow', path, '--roles', roles, ...options]
  const ended = await daypass(line)
  const role = (name: string): unknown => parse(readFileSync(join(roles, `${name}.yaml`), 'utf8'))
  return { ...ended, role, roles, line }
}

/** With options that every case has. */
const FULL = ['--broker-role-arn', 'arn:aws:iam::123456789012:role/broker', '--json']

test('a step becomes a role file, and a step with the same name and condition', async () => {
  const { code, stdout, role, roles } = await imported(
    {
      '.github/workflows/deploy.yml': workflow('{push: {branches: [main]}}', '', {
        'role-to-assume': '${{ env.ROLE }}',
        'aws-region': 'eu-central-1',
        'role-duration-seconds': '900',
        'role-external-id': 'partner-7',
        'role-session-name': 'deploy',
        'mask-aws-account-id': 'true',
        'retry-max-attempts': '5',
        'managed-session-policies': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      }),
    },
    ...FULL,
  )
  assert.equal(code, 0, stdout)
  assert.deepEqual(role('deploy'), {
    credential_type: 'assumed_role',
    role_arns: [ARN],
    external_id: 'partner-7',
    role_session_name: 'deploy',
    policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    subjects: ['repo:octo/app:ref:refs/heads/main'],
  })
  const [step = {}] = jsonList(stdout, 'steps')
  assert.deepEqual(step['step'], {
    name: 'Credentials',
    if: 'github.ref_protected',
    uses: 'daypass/daypass@v1',
    with: {
      role: 'deploy',
      'aws-region': 'eu-central-1',
      'mask-aws-account-id': 'true',
      ttl: '15m',
      'broker-role-arn': 'arn:aws:iam::123456789012:role/broker',
      state: 's3://daypass-state',
    },
  })
  assert.match(String(step['place']), /^\.github\/workflows\/deploy\.yml:12$/)
  assert.match(JSON.stringify(step['notes']), /retry-max-attempts.*role-session-name/)
  const validated = await daypass(['role', 'validate', '--roles', roles])
  assert.equal(validated.stderr, '1 role, no problems\n')
})

test('whose jobs a role is for is read from what starts them, and what is only supposed is said', async () => {
  const step = { 'role-to-assume': ARN, 'aws-region': 'us-east-1' }
  for (const [on, job, subjects, supposed] of [
    ['push', '    environment: prod\n', ['environment:prod'], ''],
    ['push', '    environment: {name: prod}\n', ['environment:prod'], ''],
    ['[pull_request, push]', '', ['pull_request', 'ref:refs/heads/*'], ''],
    [
      '{push: {tags: ["v*"], branches: ["release/**"]}}',
      '',
      ['ref:refs/heads/release/*', 'ref:refs/tags/v*'],
      '',
    ],
    ['{schedule: [{cron: "0 0 * * *"}]}', '', ['ref:refs/heads/main'], 'main is taken'],
    ['workflow_call', '', undefined, 'called by others'],
    ['push', '    environment: ${{ matrix.stage }}\n', undefined, 'name each'],
  ] as const) {
    const { stdout, role, roles } = await imported({
      '.github/workflows/x.yaml': workflow(on, job, step),
    })
    const made = json(JSON.stringify(role('deploy')))
    assert.deepEqual(
      made['subjects'],
      subjects?.map((one) => `repo:octo/app:${one}`),
      on,
    )
    assert.ok(stdout.includes(supposed), stdout)
    assert.ok(readFileSync(join(roles, 'deploy.yaml'), 'utf8').includes(supposed))
  }
})

test('what only GitHub knows is asked for by name, and taken', async () => {
  const files = {
    '.github/workflows/x.yml': workflow('push', '', {
      'role-to-assume': '${{ secrets.AWS_ROLE_ARN }}',
      'aws-region': '${{ vars.REGION }}',
    }),
  }
  const asked = await imported(files)
  assert.equal(asked.code, 3)
  const cure =
    "  problem: ${{ secrets.AWS_ROLE_ARN }} is not known here: --value 'secrets.AWS_ROLE_ARN=arn:…' says what it is"
  assert.ok(asked.stdout.includes(`: nothing takes its place\n${cure}\n`), asked.stdout)
  const told = await imported(files, '--value', `secrets.AWS_ROLE_ARN=${ARN}`)
  assert.equal(told.code, 0, told.stderr)
  assert.match(told.stdout, /\n {6}- name: Credentials\n[^]*aws-region: \$\{\{ vars\.REGION \}\}/)
})

test('a key that is handed on as it is has no place, and what cannot be read is named', async () => {
  const { code, stdout } = await imported({
    '.github/workflows/key.yml': workflow('push', '', {
      'aws-access-key-id': '${{ secrets.KEY }}',
      'aws-secret-access-key': '${{ secrets.SECRET }}',
    }),
    '.github/workflows/broken.yml': 'on: [push\n',
    '.github/workflows/fine.yml': workflow('push', '', { 'role-to-assume': ARN }),
  })
  assert.equal(code, 1)
  assert.match(stdout, /key\.yml:12: nothing takes its place\n {2}problem: takes no role/)
  assert.match(stdout, /\.github\/workflows\/broken\.yml:\d+: /)
})

test('steps that take one role in one way share its file, and others of that name get one of their own', async () => {
  const same = { 'role-to-assume': ARN }
  const { role, roles, line } = await imported({
    '.github/workflows/a.yml': workflow('push', '    environment: a\n', same),
    '.github/workflows/b.yml': workflow('push', '    environment: b\n', {
      ...same,
      'role-duration-seconds': '1800',
    }),
    '.github/actions/aws/action.yml': `runs:\n  using: composite\n  steps:\n    - uses: ${USES}\n      with:\n        role-to-assume: ${ARN.replace('123456789012', '999999999999')}\n`,
  })
  assert.deepEqual(readdirSync(roles).sort(), ['deploy-2.yaml', 'deploy.yaml'])
  const both = [json(JSON.stringify(role('deploy'))), json(JSON.stringify(role('deploy-2')))]
  const shared = both.find(({ subjects }) => Array.isArray(subjects))
  assert.deepEqual(shared?.['subjects'], [
    'repo:octo/app:environment:a',
    'repo:octo/app:environment:b',
  ])
  const again = await daypass(line)
  assert.match(again.stdout, /is there already, the same/)
})

test('the example of the docs, and sixty workflows, come over in two seconds', async () => {
  const docs = readFileSync(join(root, 'docs/github-action.md'), 'utf8')
  const [, before = ''] = /A job like this\n\n```yaml\n([^]*?)```/.exec(docs) ?? []
  const many = Array.from({ length: 60 }, (_, index): [string, string] => [
    `.github/workflows/w${index}.yml`,
    workflow('push', '', { 'role-to-assume': `${ARN}-${index}` }),
  ])
  const began = performance.now()
  const { code, stdout, roles } = await imported({
    '.github/workflows/before.yml': before,
    ...Object.fromEntries(many),
  })
  const seconds = (performance.now() - began) / 1000
  assert.equal(code, 0, stdout)
  assert.equal(readdirSync(roles).length, 61)
  assert.ok(seconds < 2, `${seconds} s`)
})
