import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { json, jsonList, openStage } from '../cli/stage.ts'
import { root } from '../support/source-files.ts'
import { policyText, sixtyRoles, vaultAnswer, vaultRole } from './vault-answers.ts'

const { daypass, alive, env } = await openStage()
const top = mkdtempSync(join(tmpdir(), 'daypass-import-'))
after(() => {
  rmSync(top, { recursive: true })
})

/** A folder of files to import, and one for what is made of them. */
function folders(files: Readonly<Record<string, string>>): { from: string; roles: string } {
  const place = mkdtempSync(join(top, 'case-'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, 'from', file)), { recursive: true })
    writeFileSync(join(place, 'from', file), text)
  }
  return { from: join(place, 'from'), roles: join(place, 'roles') }
}

const S3_READER = vaultRole({
  credential_type: 'iam_user',
  policy_document: policyText('s3:GetObject'),
})
const LEASE = vaultAnswer({ lease: '2h0m0s', lease_max: '768h0m0s' })

test('sixty roles come over in one call, and each is a role file without problems', async () => {
  const roles = [...sixtyRoles()].map(([name, text]): [string, string] => [`${name}.json`, text])
  const place = folders(Object.fromEntries(roles))
  const { code, stdout } = await daypass(['import', 'vault', place.from, '--roles', place.roles])
  assert.equal(code, 0, stdout)
  assert.equal(readdirSync(place.roles).length, 60)
  const validated = await daypass(['role', 'validate', '--roles', place.roles])
  assert.equal(validated.stderr, '60 roles, no problems\n')
})

test('every field that is not as it was is named with what became of it', async () => {
  const place = folders({
    's3-reader.json': S3_READER,
    'tagged.json': vaultRole({
      credential_type: 'assumed_role',
      role_arns: ['arn:aws:iam::123456789012:role/x'],
      iam_tags: { a: 'b' },
      max_sts_ttl: 259_200,
    }),
    'root.json': vaultAnswer({
      access_key: 'AKIAIOSFODNN7EXAMPLE',
      secret_key: 'wJalrXUtnFEMI',
      iam_endpoint: 'https://iam.example.com',
      username_template: 'vault-{{random 20}}',
    }),
    'ci.hcl':
      '# path "aws/creds/tagged" {}\npath "aws/creds/s3-*" {\n  capabilities = ["read"]\n}\n',
  })
  const { code, stdout } = await daypass(['import', 'vault', place.from, '--roles', place.roles])
  assert.equal(code, 0)
  for (const line of [
    "  changed: max_ttl: 768h, Vault's where nothing is set, becomes 24h",
    "  changed: user_path: /, Vault's where nothing is set, becomes /daypass/",
    '  fill in: subjects: in Vault the policy ci;',
    '  dropped: iam_tags: {"a":"b"} has no effect with assumed_role',
    '  changed: max_sts_ttl: 72h becomes 12h',
    "  fill in: subjects: no policy of Vault's that was handed in names aws/creds/tagged;",
    '  changed: iam_endpoint: https://iam.example.com: name it in AWS_ENDPOINT_URL_IAM',
    '  no place: username_template: vault-{{random 20}}:',
  ])
    assert.ok(stdout.includes(`\n${line}`), `${line}\n${stdout}`)
  assert.ok(!stdout.includes('wJalrXUtnFEMI'))
})

test('what cannot come over is refused by name, the others come over, and the exit code says so', async () => {
  const place = folders({
    's3-reader.json': S3_READER,
    'no-rights.json': vaultRole({ credential_type: 'iam_user' }),
    'list.json': '["s3-reader", "no-rights", "forgotten"]',
    'main.tf': 'resource "vault_aws_secret_backend_role" "x" {\n}\n',
    'odd.json': '{"hello": 1}',
    'broken.json': '{',
  })
  const { code, stdout } = await daypass(['import', 'vault', place.from, '--roles', place.roles])
  assert.equal(code, 1)
  assert.deepEqual(readdirSync(place.roles), ['s3-reader.yaml'])
  assert.match(
    stdout,
    /^no-rights \(.*\): not written\n {2}problem: iam_user needs policy_document/m,
  )
  assert.match(stdout, /list\.json lists roles that were not handed in: forgotten\n/)
  assert.match(stdout, /main\.tf is Terraform's configuration.*terraform show -json/)
  assert.match(stdout, /odd\.json is not recognised/)
  assert.match(stdout, /broken\.json is not valid JSON/)
})

const OF_TERRAFORM = {
  backend: 'team/aws',
  name: 'deploy',
  credential_type: 'assumed_role',
  role_arns: ['arn:aws:iam::123456789012:role/deploy'],
  policy_document: '',
  max_sts_ttl: 0,
}
const RESOURCE = { mode: 'managed', type: 'vault_aws_secret_backend_role', name: 'deploy' }
const ADDRESS = 'module.team.vault_aws_secret_backend_role.deploy'
const SHOWN = { ...RESOURCE, address: ADDRESS, values: OF_TERRAFORM }
const BACKEND = {
  mode: 'managed',
  type: 'vault_aws_secret_backend',
  address: 'vault_aws_secret_backend.aws',
  values: { path: 'team/aws', max_lease_ttl_seconds: 7200, secret_key: 'wJalrXUtnFEMI' },
}
const MODULE = { root_module: { resources: [BACKEND], child_modules: [{ resources: [SHOWN] }] } }
const DOCUMENTS: Readonly<Record<string, unknown>> = {
  'a shown state': { format_version: '1.0', terraform_version: '1.9.0', values: MODULE },
  'a plan': { format_version: '1.2', planned_values: MODULE },
  'a state file': {
    version: 4,
    terraform_version: '1.9.0',
    resources: [
      { ...RESOURCE, instances: [{ attributes: OF_TERRAFORM }] },
      { ...BACKEND, name: 'aws', instances: [{ attributes: BACKEND.values }] },
    ],
  },
}
for (const [what, document] of Object.entries(DOCUMENTS))
  test(`the roles of ${what} of Terraform come over, held to the maximum of their mount, without a secret`, async () => {
    const { roles } = folders({ 'x.json': '' })
    const stdin = JSON.stringify(document)
    const { code, stdout } = await daypass(['import', 'vault', '-', '--roles', roles], { stdin })
    assert.equal(code, 0, stdout)
    const text = readFileSync(join(roles, 'deploy.yaml'), 'utf8')
    assert.match(text, /^# From Vault: team\/aws\/roles\/deploy\n/)
    assert.match(text, /\nmax_sts_ttl: 2h\n/)
    assert.ok(!`${text}${stdout}`.includes('wJalrXUtnFEMI'))
  })

test('a role of which a plan knows a value only when applied is refused with the field', async () => {
  const change = {
    address: ADDRESS,
    change: { after_unknown: { policy_document: true, id: true } },
  }
  const plan = { format_version: '1.2', planned_values: MODULE, resource_changes: [change] }
  const { roles } = folders({})
  const stdin = JSON.stringify(plan)
  const { code, stdout } = await daypass(['import', 'vault', '-', '--roles', roles], { stdin })
  assert.equal(code, 3)
  assert.match(stdout, /problem: policy_document is known only when the plan has been applied/)
})

test('an import leaves what is there, and --check says what has changed in Vault since', async () => {
  const place = folders({ 's3-reader.json': S3_READER, 'lease.json': LEASE })
  const words = ['import', 'vault', place.from, '--roles', place.roles]
  assert.equal((await daypass(words)).code, 0)
  const file = join(place.roles, 's3-reader.yaml')
  const edited = `${readFileSync(file, 'utf8')}subjects: ['repo:octo/app:ref:refs/heads/main']\n`
  writeFileSync(file, edited)
  assert.match((await daypass(words)).stdout, /is there already, otherwise, and was left/)
  assert.equal(readFileSync(file, 'utf8'), edited)
  assert.equal((await daypass([...words, '--check'])).code, 0)
  const now = { credential_type: 'iam_user', policy_document: policyText('s3:PutObject') }
  writeFileSync(join(place.from, 's3-reader.json'), vaultRole(now))
  writeFileSync(join(place.from, 'newer.json'), vaultRole(now))
  const { code, stdout } = await daypass([...words, '--check', '--json'])
  assert.equal(code, 1)
  const found = jsonList(stdout, 'differences')
  assert.deepEqual(
    found.map(({ name, fields, missing }) => [name, fields ?? missing]),
    [
      ['newer', 'here'],
      ['s3-reader', ['policy_document']],
    ],
  )
})

test('static roles become files that static-role write takes', async () => {
  const app = vaultAnswer({ name: 'app', id: 'AIDA', username: 'app', rotation_period: 86_400 })
  const place = folders({ 'static-roles/app.json': app })
  const asked = ['import', 'vault', place.from, '--roles', place.roles, '--json']
  const { code, stdout } = await daypass(asked)
  assert.equal(code, 0)
  assert.equal(jsonList(stdout, 'roles')[0]?.['outcome'], 'written')
  const text = readFileSync(join(dirname(place.roles), 'static-roles', 'app.yaml'), 'utf8')
  assert.match(text, /username: app\nrotation_period: 24h\n/)
  assert.deepEqual(json(stdout)['problems'], [])
})

test('the guide, followed word for word, ends with a lease, and Vault and daypass agree', async () => {
  const place = folders({
    'roles.json': '["s3-reader"]',
    'roles/s3-reader.json': S3_READER,
    'config/lease.json': LEASE,
  })
  const guide = readFileSync(join(root, 'docs/from-vault.md'), 'utf8')
  const commands = [...guide.matchAll(/^daypass (.*)$/gm)].map(([, words = '']) => words.split(' '))
  assert.equal(commands.length, 4)
  for (const words of commands) {
    const argv = words.map((word) => (word === 'from-vault' ? place.from : word))
    const { code, stdout, stderr } = await daypass(argv, {
      env: { ...env, DAYPASS_ROLES: place.roles },
    })
    assert.equal(code, 0, `${words.join(' ')}: ${stdout}${stderr}`)
  }
  assert.equal(alive().length, 1)
})
