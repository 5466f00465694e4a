/** The ephemeral resource and the data source, between the real Terraform and the sandbox. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { S3 } from '@aws-sdk/client-s3'
import { hostsHere, hostTest, openTerraformStage, type TerraformStage } from './terraform-stage.ts'

const stage: TerraformStage | undefined =
  hostsHere().length > 0 ? await openTerraformStage() : undefined

const EPHEMERAL = `
ephemeral "daypass_credentials" "it" {
  role = "viewer"
  ttl  = "20m"
}
`

/** Another program, with the credentials in its environment as every AWS tool takes them. */
const CONSUMER = `
import { writeFileSync } from 'node:fs'
import { S3 } from '${import.meta.resolve('@aws-sdk/client-s3')}'
const s3 = new S3({ maxAttempts: 1, forcePathStyle: true })
const reply = await s3.getObject({ Bucket: 'my-bucket', Key: 'hello.txt' })
writeFileSync('consumer.json', JSON.stringify({
  body: await reply.Body.transformToString(),
  credentials: await s3.config.credentials(),
}))
`
const CONSUMED = `${EPHEMERAL}
resource "terraform_data" "consumer" {
  provisioner "local-exec" {
    command = "node consumer.mjs"
    environment = {
      AWS_ACCESS_KEY_ID     = ephemeral.daypass_credentials.it.access_key
      AWS_SECRET_ACCESS_KEY = ephemeral.daypass_credentials.it.secret_key
      AWS_SESSION_TOKEN     = ephemeral.daypass_credentials.it.session_token
    }
  }
}
`

hostTest('a plan opens an ephemeral resource once, and nothing is left of it', async (t) => {
  assert.ok(stage)
  const { tf } = await stage.project(t, EPHEMERAL)
  const before = stage.calls('GetFederationToken')
  const { code, text } = await tf('plan')
  assert.equal(code, 0, text)
  assert.match(text, /Clos(ing|e) complete/)
  assert.equal(stage.calls('GetFederationToken') - before, 1)
  assert.deepEqual(stage.alive(), [])
})

hostTest('what another program got in an apply works until the apply is over', async (t) => {
  assert.ok(stage)
  const bucket = { credentials: credentialsOf(stage.sandbox.root), Bucket: 'my-bucket' }
  await client(stage, bucket.credentials).createBucket(bucket)
  const hello = { Bucket: 'my-bucket', Key: 'hello.txt' }
  await client(stage, bucket.credentials).putObject({ ...hello, Body: 'hello' })
  const { tf, start, write, read, folder } = await stage.project(t, CONSUMED)
  write('consumer.mjs', CONSUMER)
  const before = stage.calls('GetFederationToken')
  const planned = await tf('plan', '-out=plan.bin')
  assert.equal(planned.code, 0, planned.text)
  const log = join(folder, 'trace.log')
  const env = { TF_LOG: 'trace', TF_LOG_PATH: log }
  const applied = await start(['apply', 'plan.bin'], env).ended
  assert.equal(applied.code, 0, applied.text)
  assert.equal(stage.calls('GetFederationToken') - before, 2)
  const consumed = JSON.parse(read('consumer.json')) as {
    body: string
    credentials: ReturnType<typeof credentialsOf>
  }
  assert.equal(consumed.body, 'hello')
  await assert.rejects(client(stage, consumed.credentials).getObject(hello), {
    name: 'AccessDenied',
  })
  assert.deepEqual(stage.alive(), [])
  assert.match(readFileSync(log, 'utf8'), /provider\.terraform-provider-daypass: issued: .*lease=/)
  write('consumer.json', '')
  const shown = await Promise.all([tf('show', '-json'), tf('show', '-json', 'plan.bin')])
  const texts = [applied, planned, ...shown].map(({ stdout, stderr }) => stdout + stderr)
  assertNoSecrets(stage, [...texts, ...filesIn(folder)])
})

hostTest('what a data source issued is in the state, works, and lives on', async (t) => {
  assert.ok(stage)
  const data = `data "daypass_credentials" "it" {\n  role = "reader"\n  ttl = "10m"\n}\n`
  const { tf, read } = await stage.project(t, data)
  const { code, text } = await tf('apply', '-auto-approve')
  assert.equal(code, 0, text)
  const state = JSON.parse(read('terraform.tfstate')) as {
    resources: { instances: { attributes: Record<string, string | null> }[] }[]
  }
  const found = state.resources[0]?.instances[0]?.attributes
  assert.match(found?.['arn'] ?? '', /^arn:aws:iam::123456789012:user\/daypass\/daypass-reader-/)
  assert.equal(found?.['session_token'], null)
  const end = Date.parse(found['expires_at'] ?? '') - Date.parse(found['issued_at'] ?? '')
  assert.ok(Math.abs(end / 60_000 - 10) < 0.1, String(end))
  const alive = stage.alive()
  assert.equal(alive.length, 1)
  assert.ok((found['lease_id'] ?? '').endsWith(alive[0]?.slice(-22) ?? '?'))
  stage.sandbox.world.accessKeys.delete(found['access_key'] ?? '')
})

hostTest('functions work without a provider that is configured', async (t) => {
  assert.ok(stage)
  const { tf } = await stage.project(
    t,
    `locals {
  id     = provider::daypass::lease_id_parse("reader/4cZkq2TzWq0bXyN8rPdU1a")
  policy = jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", Action = "s3:*", Resource = "*" } })
}
output "role" { value = local.id.role }
output "reads" { value = provider::daypass::policy_allows(local.policy, "s3:GetObject", "arn:aws:s3:::a/b") }
output "rules" { value = provider::daypass::policy_allows(local.policy, "iam:CreateUser", "*") }
`,
    { provider: 'state = "s3://no-such-bucket"' },
  )
  const { code, text } = await tf('apply', '-auto-approve')
  assert.equal(code, 0, text)
  const values = JSON.parse((await tf('output', '-json')).stdout) as Record<
    string,
    { value: unknown }
  >
  assert.deepEqual(
    Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value])),
    { reads: true, role: 'reader', rules: false },
  )
})

function credentialsOf(key: {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}) {
  return key
}

function client({ sandbox }: TerraformStage, credentials: ReturnType<typeof credentialsOf>): S3 {
  const place = { endpoint: sandbox.url, region: 'us-east-1', forcePathStyle: true }
  return new S3({ ...place, credentials, maxAttempts: 1 })
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('terraform.d') && !name.includes('.terraform/providers'))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
}

function assertNoSecrets({ sandbox }: TerraformStage, texts: readonly string[]): void {
  const sessions = [...sandbox.world.sessions.values()]
  const secrets = sessions.flatMap((one) => [one.secretAccessKey, one.token, one.accessKeyId])
  assert.ok(secrets.length >= 6)
  for (const secret of [...secrets, sandbox.root.secretAccessKey]) {
    assert.ok(!texts.some((text) => text.includes(secret)), 'a secret was written')
  }
}
