import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, test } from 'node:test'
import { daypassProgram } from '../cli/daypass-program.ts'
import { json, openStage } from '../cli/stage.ts'
import { root } from '../support/source-files.ts'
import { policyText, sixtyRoles, vaultAnswer, vaultRole } from './vault-answers.ts'
import { vaultProgram } from './vault-program.ts'

const { env, alive } = await openStage()
const place = mkdtempSync(join(tmpdir(), 'daypass-from-vault-'))
after(() => {
  rmSync(place, { recursive: true })
})

const S3_READER = vaultRole({
  credential_type: 'iam_user',
  policy_document: policyText('s3:GetObject'),
})
const team = [...sixtyRoles()].map(([name, text]): [string, string] => [`aws/roles/${name}`, text])
const vault = vaultProgram(
  join(place, 'programs'),
  new Map([
    ...team,
    ['aws/roles/s3-reader', S3_READER],
    [
      'aws/config/root',
      vaultAnswer({ access_key: 'AKIAIOSFODNN7EXAMPLE', iam_endpoint: '', max_retries: -1 }),
    ],
    ['sys/mounts/aws/tune', vaultAnswer({ default_lease_ttl: 2764800, max_lease_ttl: 2764800 })],
    ['policy/ci', 'path "aws/creds/s3-reader" {\n  capabilities = ["read"]\n}\n'],
  ]),
)
const program = daypassProgram(join(place, 'programs'))

/** What a person who follows the page types, a block at a time. */
const blocks = [
  ...readFileSync(join(root, 'docs/from-vault.md'), 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm),
].map(([, block = '']) => block)

async function follow(block: string) {
  const directory = join(place, 'repository')
  mkdirSync(directory, { recursive: true })
  const path = [vault.bin, program.path].join(delimiter)
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const options = { cwd: directory, env: { ...env, DAYPASS_ROLES: '', PATH: path, HOME: place } }
    execFile('sh', ['-c', block], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

test('the way from Vault, line by line, ends with a lease of daypass and none of Vault’s mount', async () => {
  const [print = '', make = '', issue = '', check = '', leave = '', ...others] = blocks
  assert.deepEqual(others, [])
  await follow(print)
  const made = await follow(make)
  assert.equal(made.code, 0, made.stdout + made.stderr)
  assert.match(made.stderr, /config\/lease\.json is passed over: it is empty/)
  assert.match(made.stderr, /policies\/root\.hcl is passed over: it is empty/)
  assert.match(made.stderr, /61 of 61 roles came over[^]*\n61 roles, no problems\n$/)
  assert.match(made.stdout, /fill in: subjects: in Vault the policy ci;/)
  assert.equal(readdirSync(join(place, 'repository/roles')).length, 61)
  const issued = await follow(issue)
  assert.equal(issued.code, 0, issued.stderr)
  assert.match(String(json(issued.stdout)['lease_id']), /^s3-reader\//)
  assert.equal(alive().length, 1)
  const checked = await follow(check)
  assert.equal(checked.code, 0, checked.stdout)
  assert.match(checked.stderr, /61 roles of Vault's, no differences/)
  assert.equal((await follow(leave)).code, 0)
  const asked = vault.asked()
  assert.deepEqual(asked.slice(-2), ['lease revoke -prefix aws/', 'secrets disable aws'])
  assert.deepEqual(
    asked.filter((line) => /creds|sts\//.test(line)),
    [],
  )
})
