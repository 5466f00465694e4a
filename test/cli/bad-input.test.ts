import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordingOptions } from './recording-context.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const UNKNOWN = 'reader/4cZkq2TzWq0bXyN8rPdU1a'
stage.role(
  'several',
  'credential_type: assumed_role\nrole_arns: [arn:aws:iam::123456789012:role/a, arn:aws:iam::123456789012:role/b]\n',
)

interface Bad {
  readonly argv: string
  readonly code: number
  readonly stderr: string
  readonly options?: RecordingOptions
}

/** Command lines with words parted at spaces, the exit code, and all of standard error. */
const table: readonly Bad[] = [
  // The command line itself
  {
    argv: 'isue reader',
    code: 2,
    stderr: "error: unknown command 'isue'\nhint: did you mean issue?\n",
  },
  {
    argv: 'role valdate',
    code: 2,
    stderr: "error: unknown command 'valdate'\nhint: did you mean validate?\n",
  },
  {
    argv: 'frobnicate',
    code: 2,
    stderr: "error: unknown command 'frobnicate'\nhint: daypass --help shows what it takes\n",
  },
  {
    argv: 'issue reader --tll 5m',
    code: 2,
    stderr: "error: unknown option '--tll'\nhint: did you mean --ttl?\n",
  },
  {
    argv: '--stat x leases',
    code: 2,
    stderr: "error: unknown option '--stat'\nhint: did you mean --state?\n",
  },
  {
    argv: 'issue',
    code: 2,
    stderr:
      "error: missing required argument 'role'\nhint: daypass issue --help shows what it takes\n",
  },
  {
    argv: 'issue reader viewer',
    code: 2,
    stderr: "error: too many arguments for 'issue'\nhint: expected 1 argument but got 2\n",
  },
  {
    argv: 'issue reader --ttl',
    code: 2,
    stderr:
      "error: option '--ttl <duration>' argument missing\nhint: daypass issue --help shows what it takes\n",
  },
  {
    argv: 'issue reader --format xml',
    code: 2,
    stderr:
      "error: option '--format <format>' argument 'xml' is invalid\nhint: allowed choices are json, env, dotenv, powershell, fish, ini, credential-process\n",
  },
  {
    argv: 'leases --color sometimes',
    code: 2,
    stderr:
      "error: option '--color <when>' argument 'sometimes' is invalid\nhint: allowed choices are auto, always, never\n",
  },
  // issue and exec
  {
    argv: 'issue reader --ttl soon',
    code: 2,
    stderr: 'error: --ttl "soon" is not a duration above zero\nhint: like 15m, 1h30m or 3600\n',
  },
  {
    argv: 'issue reader --ttl 0',
    code: 2,
    stderr: 'error: --ttl "0" is not a duration above zero\nhint: like 15m, 1h30m or 3600\n',
  },
  {
    argv: 'issue reader --ttl -5m',
    code: 2,
    stderr: 'error: --ttl "-5m" is not a duration above zero\nhint: like 15m, 1h30m or 3600\n',
  },
  {
    argv: 'issue reader --ttl 3h',
    code: 2,
    stderr:
      'error: role reader allows at most 2h, not 3h\nhint: ask for less, or raise max_ttl in the role\n',
  },
  {
    argv: 'issue reader --json --format env',
    code: 2,
    stderr:
      '{"error":{"code":"request-invalid","message":"--json does not go with --format env","hint":"leave one of them out","problems":[]}}\n',
  },
  {
    argv: 'issue reader --profile x',
    code: 2,
    stderr: 'error: --profile goes with --format ini only\n',
  },
  {
    argv: 'issue reader --format ini --profile x]y',
    code: 2,
    stderr: 'error: "x]y" is not a profile name\nhint: letters, digits, spaces and . _ - @ + / :\n',
  },
  {
    argv: 'issue reader --mfa-code 123',
    code: 2,
    stderr: 'error: an MFA code has six digits\nhint: give what the device shows now\n',
  },
  {
    argv: 'issue reader --mfa-code 123456',
    code: 2,
    stderr: 'error: mfa_code does not go with role reader, which is of type iam_user\n',
  },
  {
    argv: 'issue several',
    code: 2,
    stderr:
      'error: role several has several role_arns: choose one\nhint: one of arn:aws:iam::123456789012:role/a, arn:aws:iam::123456789012:role/b\n',
  },
  {
    argv: 'issue ../../etc/passwd',
    code: 3,
    stderr: `error: there is no role "../../etc/passwd" in ${stage.roles}\nhint: `,
  },
  {
    argv: 'issue reader --roles nowhere',
    code: 3,
    stderr:
      'error: the folder of role files nowhere cannot be read\nhint: name the folder with --roles, or make it and put a role file into it\n',
  },
  {
    argv: 'exec reader true',
    code: 2,
    stderr: 'error: the command to run has to stand after --\nhint: daypass exec reader -- true\n',
  },
  {
    argv: 'exec reader --',
    code: 2,
    stderr:
      "error: missing required argument 'command'\nhint: daypass exec --help shows what it takes\n",
  },
  {
    argv: 'exec reader -- no-such-program',
    code: 127,
    stderr: 'error: "no-such-program" was not found\n',
  },
  {
    argv: 'exec reader -- /etc/passwd',
    code: 126,
    stderr: 'error: "/etc/passwd" cannot be executed\n',
  },
  { argv: 'exec reader -- /', code: 126, stderr: 'error: "/" cannot be executed\n' },
  {
    argv: 'exec nobody -- true',
    code: 3,
    stderr: `error: there is no role "nobody" in ${stage.roles}\nhint: `,
  },
  // Leases
  {
    argv: 'renew reader',
    code: 2,
    stderr:
      'error: "reader" is not a lease id\nhint: a lease id looks like s3-reader/4cZkq2TzWq0bXyN8rPdU1a: role name, slash, 22 letters and digits\n',
  },
  {
    argv: `renew ${UNKNOWN} --increment 1y`,
    code: 2,
    stderr: 'error: --increment "1y" is not a duration above zero\nhint: like 15m, 1h30m or 3600\n',
  },
  {
    argv: `renew ${UNKNOWN}`,
    code: 7,
    stderr: `error: there is no lease ${UNKNOWN}\nhint: daypass leases shows those that live\n`,
  },
  {
    argv: 'revoke',
    code: 2,
    stderr:
      'error: revoke takes either ids of leases, or --prefix, or --all-expired\nhint: daypass leases shows the ids\n',
  },
  {
    argv: `revoke ${UNKNOWN} --all-expired`,
    code: 2,
    stderr:
      'error: revoke takes either ids of leases, or --prefix, or --all-expired\nhint: daypass leases shows the ids\n',
  },
  {
    argv: `revoke ${UNKNOWN} nonsense`,
    code: 2,
    stderr:
      'error: "nonsense" is not a lease id\nhint: a lease id looks like s3-reader/4cZkq2TzWq0bXyN8rPdU1a: role name, slash, 22 letters and digits\n',
  },
  {
    argv: 'revoke --prefix ../x',
    code: 2,
    stderr:
      'error: "../x" is not a prefix of leases\nhint: a role, like s3-reader, or a role and the beginning of a lease, like s3-reader/4cZk\n',
  },
  {
    argv: `revoke ${UNKNOWN}`,
    code: 7,
    stderr: `error: there is no lease ${UNKNOWN}\nhint: daypass leases shows those that live\n`,
  },
  {
    argv: 'leases --role a/b',
    code: 2,
    stderr: 'error: "a/b" is not a role name\n',
  },
  {
    argv: 'lease x',
    code: 2,
    stderr:
      'error: "x" is not a lease id\nhint: a lease id looks like s3-reader/4cZkq2TzWq0bXyN8rPdU1a: role name, slash, 22 letters and digits\n',
  },
  // Where things are
  {
    argv: 'leases --state nonsense',
    code: 3,
    stderr:
      'error: the state URL "nonsense" is not a URL\nhint: a state URL looks like s3://bucket/prefix?region=eu-central-1 or file:///home/ann/.daypass\n',
  },
  { argv: 'leases --state s3://no-such-bucket', code: 3, stderr: 'error: ' },
  {
    argv: 'issue reader --state ftp://x/y',
    code: 3,
    stderr:
      'error: the state URL "ftp://x/y" begins with ftp:\nhint: a state URL looks like s3://bucket/prefix?region=eu-central-1 or file:///home/ann/.daypass\n',
  },
  {
    argv: 'leases',
    code: 2,
    options: { env: { DAYPASS_REVOCATION: 'never' } },
    stderr: 'error: DAYPASS_REVOCATION is "never"\nhint: it is one of direct, tombstone\n',
  },
  // Roles
  {
    argv: 'role validate nowhere.yaml',
    code: 2,
    stderr: 'error: there is no file or directory "nowhere.yaml"\n',
  },
  {
    argv: 'role write a.yaml b.yaml --name x',
    code: 2,
    stderr: 'error: --name goes with a single file\n',
  },
  { argv: 'role write - --name ../x', code: 2, stderr: 'error: "../x" is not a role name\n' },
  { argv: 'role delete ../x', code: 2, stderr: 'error: "../x" is not a role name\n' },
  // Sandbox
  {
    argv: 'sandbox --port 70000',
    code: 2,
    stderr: 'error: "70000" is not a port\nhint: a number from 0 to 65535\n',
  },
  {
    argv: 'sandbox -- no-such-program',
    code: 127,
    stderr: 'error: "no-such-program" was not found\n',
  },
  {
    argv: 'sandbox true',
    code: 2,
    stderr: 'error: the command to run has to stand after --\nhint: daypass sandbox -- true\n',
  },
]

for (const { argv, code, stderr, options } of table) {
  test(`daypass ${argv} ends with ${code} and does nothing`, async () => {
    const ended = await stage.daypass(argv.split(' '), options)
    assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code, stdout: '' })
    if (stderr.endsWith('\n')) assert.equal(ended.stderr, stderr)
    else assert.ok(ended.stderr.startsWith(stderr), ended.stderr)
  })
}

test('after all of that nothing was issued, nothing was written but what a store needs, and nothing was lost', () => {
  const wrote = stage.sandbox.requests
    .filter(({ service, action }) => service !== 's3' && !action.startsWith('Get'))
    .map(({ action }) => action)
  assert.deepEqual(wrote, [])
  assert.deepEqual(stage.alive(), [])
})

test('without credentials nothing is begun', async () => {
  const kept = process.env['AWS_ACCESS_KEY_ID']
  Reflect.deleteProperty(process.env, 'AWS_ACCESS_KEY_ID')
  process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
  try {
    const state = `file://${stage.roles}/state`
    const { code, stdout, stderr } = await stage.daypass(['issue', 'reader', '--state', state])
    assert.deepEqual([code, stdout], [3, ''])
    assert.match(
      stderr,
      /^error: daypass has no AWS credentials of its own\nhint: set AWS_PROFILE, /,
    )
    assert.equal((await stage.daypass(['leases', '--state', state])).stderr, 'no leases\n')
  } finally {
    process.env['AWS_ACCESS_KEY_ID'] = kept
  }
})
