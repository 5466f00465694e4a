/** What Terraform shows of a wrong configuration: the line that is wrong, and what to do. */
import assert from 'node:assert/strict'
import { IAM } from '@aws-sdk/client-iam'
import {
  type ProjectOptions,
  hostsHere,
  hostTest,
  openTerraformStage,
  type TerraformStage,
} from './terraform-stage.ts'

const stage: TerraformStage | undefined =
  hostsHere().length > 0 ? await openTerraformStage() : undefined

const DATA = 'data "daypass_credentials" "it" {'
const NOBODY = {
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_EC2_METADATA_DISABLED: 'true',
}

interface Wrong {
  readonly what: string
  readonly main?: string
  readonly options?: ProjectOptions
  /** The line that the diagnostic points at. */
  readonly line: string
  /** What it says, in order. */
  readonly says: readonly RegExp[]
}

const WRONG: readonly Wrong[] = [
  {
    what: 'a misspelt role',
    main: `${DATA}\n  role = "vewer"\n}`,
    line: 'role = "vewer"',
    says: [/Error: No such role/, /no role "vewer"/, /Did you mean viewer\?/],
  },
  {
    what: 'a role where there are none',
    main: `${DATA}\n  role = "viewer"\n}`,
    options: { provider: 'state = "s3://daypass-state"' },
    line: 'role = "viewer"',
    says: [/Error: No such role/, /in the state/, /daypass_role/],
  },
  {
    what: 'a ttl that is none',
    main: `${DATA}\n  role = "viewer"\n  ttl  = "a while"\n}`,
    line: 'ttl = "a while"',
    says: [/Error: Invalid duration/, /15m, 1h30m/],
  },
  {
    what: 'a ttl of a lease that is too short, in the plan of it,',
    main: 'resource "daypass_lease" "it" {\n  role = "reader"\n  ttl  = "10s"\n}',
    line: 'ttl = "10s"',
    says: [/Error: Invalid duration/, /30 seconds at the least/],
  },
  {
    what: 'a template field that there is not in the session name of a request',
    main: `${DATA}\n  role = "viewer"\n  role_session_name = "me-{{actr}}"\n}`,
    line: 'role_session_name = "me-{{actr}}"',
    says: [/Error: Invalid session name/, /\{\{actr\}\} is not a template field: did you mean/],
  },
  {
    what: 'an empty list of subjects',
    main: 'resource "daypass_role" "it" {\n  name            = "x"\n  credential_type = "session_token"\n  subjects        = []\n}',
    line: 'subjects = []',
    says: [
      /Error: Invalid role/,
      / subjects must be a list with at least one/,
      /not an empty list/,
    ],
  },
  {
    what: 'a function that is refused',
    main: 'output "role" {\n  value = provider::daypass::lease_id_parse("nonsense")\n}',
    line: 'value = provider::daypass::lease_id_parse("nonsense")',
    says: [/is not a lease id.*22 letters and digits\.(?!\.)/],
  },
  {
    what: 'a ttl over what the role allows',
    main: `${DATA}\n  role = "reader"\n  ttl  = "3h"\n}`,
    line: 'ttl = "3h"',
    says: [
      /Error: Request does not fit the role/,
      /at most 2h, not 3h/,
      /raise max_ttl in the role/,
    ],
  },
  {
    what: 'an ARN that the role does not have',
    main: `${DATA}\n  role = "viewer"\n  role_arn = "arn:aws:iam::123456789012:role/x"\n}`,
    line: 'role_arn = "arn:aws:iam::123456789012:role/x"',
    says: [/a choice of role_arns does not go with role viewer/i, /leave role_arn out/i],
  },
  {
    what: 'a bucket that is not there',
    main: `${DATA}\n  role = "viewer"\n}`,
    options: { provider: 'state = "s3://no-such-bucket"\n  roles = "roles"' },
    line: DATA,
    says: [/Error: No such bucket/, /create the bucket no-such-bucket, or correct the state URL/i],
  },
  {
    what: 'a state that is no URL',
    main: `${DATA}\n  role = "viewer"\n}`,
    options: { provider: 'state = "my-bucket"' },
    line: 'state = "my-bucket"',
    says: [/Error: Invalid state URL/, /s3:\/\/bucket\/prefix/],
  },
  {
    what: 'a provider without a state',
    main: `${DATA}\n  role = "viewer"\n}`,
    options: { provider: '' },
    line: 'provider "daypass" {',
    says: [/Error: No state/, /DAYPASS_STATE/],
  },
  {
    what: 'a provider without credentials',
    main: `${DATA}\n  role = "viewer"\n}`,
    options: { env: NOBODY },
    line: DATA,
    says: [/Error: No AWS credentials/, /AWS_PROFILE/],
  },
  {
    what: 'a provider whose state is not known yet',
    main: `resource "terraform_data" "bucket" {\n  input = "daypass-state"\n}\n${DATA}\n  role = "viewer"\n}`,
    options: { provider: 'state = "s3://${terraform_data.bucket.output}"\n  roles = "roles"' },
    line: DATA,
    says: [/Error: Provider configuration not known yet/, /state in its provider block/, /-target/],
  },
]

for (const { what, main = '', options, line, says } of WRONG) {
  hostTest(`${what} is told at its line, with a cure`, async (t) => {
    assert.ok(stage)
    const { tf } = await stage.project(t, main, options)
    const { code, text } = await tf('plan')
    assert.equal(code, 1, text)
    const at = text.indexOf(`: ${line}`)
    assert.ok(at > 0, text)
    assert.match(text.slice(0, at), /on main\.tf line \d+/)
    for (const words of says) assert.match(text, words)
  })
}

hostTest('rights that are missing are named, with the resource', async (t) => {
  assert.ok(stage)
  const { sandbox } = stage
  const iam = new IAM({ endpoint: sandbox.url, region: 'us-east-1', credentials: sandbox.root })
  await iam.createUser({ UserName: 'powerless' })
  const { AccessKey } = await iam.createAccessKey({ UserName: 'powerless' })
  t.after(async () => {
    const UserName = 'powerless'
    await iam.deleteAccessKey({ UserName, AccessKeyId: AccessKey?.AccessKeyId })
    await iam.deleteUser({ UserName })
  })
  const provider = `state = "file://\${abspath(path.module)}/state"
  roles = "roles"
  access_key = "${AccessKey?.AccessKeyId ?? ''}"
  secret_key = "${AccessKey?.SecretAccessKey ?? ''}"`
  const { tf } = await stage.project(t, `${DATA}\n  role = "viewer"\n}`, { provider })
  const { code, text } = await tf('plan')
  assert.equal(code, 1)
  assert.match(text, /Error: Not allowed by AWS/)
  assert.match(text, /allow sts:GetFederationToken on arn:aws:sts::123456789012:federated-user/i)
  assert.ok(!text.includes(AccessKey?.SecretAccessKey ?? ' '))
})

hostTest('a role file with a problem is told with its line', async (t) => {
  assert.ok(stage)
  const { tf, write } = await stage.project(t, `${DATA}\n  role = "viewer"\n}`)
  write('roles/viewer.yaml', 'credential_type: federation_token\npolicy_arn: x\n')
  const { text } = await tf('plan')
  assert.match(text, /Error: Invalid role/)
  assert.match(
    text,
    /viewer\.yaml:2:1: policy_arn is not a field of a role: did you mean policy_arns\?/,
  )
})
