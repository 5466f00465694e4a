/** The same meaning in another spelling is no change, in the plans of the real hosts. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { hostTest, hostsHere, openTerraformStage, type Project } from './terraform-stage.ts'

const stage = hostsHere().length > 0 ? await openTerraformStage() : undefined
const APPLY = ['apply', '-auto-approve']

const LEASE = (ttl: string): string =>
  `resource "daypass_lease" "it" {\n  role = "viewer"\n  ttl = "${ttl}"\n}\n`

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Reads', Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' },
    { Effect: 'Deny', Action: 'iam:*', Resource: ['*'] },
  ],
}

/** Other orders, white space, and one for a list of one. */
const POLICY_AGAIN = `{
  "Statement": [
    { "Resource": "*", "Effect": "Deny", "Action": ["iam:*"] },
    { "Action": ["s3:ListBucket", "s3:GetObject"], "Effect": "Allow", "Resource": ["*"], "Sid": "Reads" }
  ],
  "Version": "2012-10-17"
}`

const BEFORE = `
resource "daypass_role" "user" {
  name            = "user"
  credential_type = "iam_user"
  expires_at      = "2031-01-01"
  policy_arns     = ["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"]
  iam_groups      = ["one", "two"]
  default_ttl     = "90m"
  max_ttl         = "1d"
  iam_tags        = {}
  policy_document = ${JSON.stringify(JSON.stringify(POLICY))}
}
resource "daypass_role" "session" {
  name            = "session"
  credential_type = "assumed_role"
  role_arns       = ["arn:aws:iam::123456789012:role/b", "arn:aws:iam::123456789012:role/a"]
  subjects        = ["repo:a/b:ref:refs/heads/main", "repo:a/c:ref:refs/heads/main"]
  max_sts_ttl     = "3600"
  expires_at      = "2031-01-01T02:00:00+02:00"
}
`
const AFTER = `
resource "daypass_role" "user" {
  name            = "user"
  credential_type = "iam_user"
  expires_at      = "2031-01-01T00:00:00Z"
  policy_arns     = ["arn:aws:iam::aws:policy/B", "arn:aws:iam::aws:policy/A"]
  iam_groups      = ["two", "one"]
  default_ttl     = "5400"
  max_ttl         = "24h"
  user_path       = "/daypass/"
  policy_document = <<-JSON
${POLICY_AGAIN}
  JSON
}
resource "daypass_role" "session" {
  name            = "session"
  credential_type = "assumed_role"
  role_arns       = ["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/b"]
  subjects        = ["repo:a/c:ref:refs/heads/main", "repo:a/b:ref:refs/heads/main"]
  max_sts_ttl     = "1h"
  default_sts_ttl = "60m"
  policy_arns     = []
  session_tags    = {}
  expires_at      = "2030-12-31T19:00:00-05:00"
}
`

hostTest('a lease whose ttl is written otherwise stays; another ttl replaces it', async (t) => {
  const project = await begin(t, LEASE('20m'))
  await ends(project, APPLY)
  const state = project.read('terraform.tfstate')
  for (const ttl of ['1200', '0h20m', '1200s']) {
    rewrite(project, LEASE(ttl))
    assert.match((await ends(project, ['plan', '-detailed-exitcode'])).text, /No changes/)
  }
  rewrite(project, LEASE('21m'))
  assert.match((await ends(project, ['plan', '-detailed-exitcode'], 2)).text, /forces replacement/)
  assert.equal(project.read('terraform.tfstate'), state)
})

hostTest('a role whose fields are all written otherwise stays, both ways', async (t) => {
  const project = await begin(t, BEFORE)
  await ends(project, APPLY)
  rewrite(project, AFTER)
  const { text } = await ends(project, ['plan', '-detailed-exitcode'])
  assert.match(text, /No changes/)
  await ends(project, ['destroy', '-auto-approve'])
  await ends(project, APPLY)
  rewrite(project, BEFORE)
  await ends(project, ['plan', '-detailed-exitcode'])
})

hostTest(
  'where one field changes, the plan shows that one, the revision with it, and no other',
  async (t) => {
    const project = await begin(t, BEFORE)
    await ends(project, APPLY)
    rewrite(project, AFTER.replace('"two", "one"', '"two", "three"'))
    const { stdout } = await ends(project, ['plan', '-detailed-exitcode'], 2)
    const changed = [...stdout.matchAll(/^ {6}[~+-] (\w+)/gm)].map(([, name]) => name)
    assert.deepEqual(changed, ['iam_groups', 'revision'])
    await ends(project, APPLY)
    await ends(project, ['plan', '-detailed-exitcode'])
  },
)

hostTest('the configuration that is generated for an import plans no change', async (t) => {
  const project = await begin(t, BEFORE)
  await ends(project, APPLY)
  rmSync(project.path('terraform.tfstate'))
  const blocks = ['user', 'session'].map(
    (name) => `import {\n  to = daypass_role.${name}\n  id = "${name}"\n}\n`,
  )
  rewrite(project, blocks.join(''))
  await ends(project, ['plan', '-generate-config-out=generated.tf'])
  const { text } = await ends(project, ['plan'])
  assert.match(text, /2 to import, 0 to add, 0 to change, 0 to destroy/)
  rmSync(project.path('generated.tf'))
  rewrite(project, blocks.join('') + AFTER)
  assert.match((await ends(project, ['plan'])).text, /2 to import, 0 to add, 0 to change/)
})

async function begin(t: TestContext, main: string): Promise<Project> {
  assert.ok(stage)
  return await stage.project(t, `# resources\n${main}`)
}

function rewrite({ read, write }: Project, resources: string): void {
  const text = read('main.tf')
  write('main.tf', `${text.slice(0, text.indexOf('# resources'))}# resources\n${resources}`)
}

async function ends(project: Project, args: readonly string[], expected = 0) {
  const ended = await project.tf(...args)
  assert.equal(ended.code, expected, `${args.join(' ')}: ${ended.stdout}${ended.stderr}`)
  return ended
}
