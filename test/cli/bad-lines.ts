import type { RecordingOptions } from './recording-context.ts'

/** A command line with its words parted at spaces, the exit code, the lines of standard error, and the process. */
type BadLine = readonly [
  argv: string,
  code: number,
  stderr: readonly string[],
  options?: RecordingOptions,
]

/** At the end of the lines: standard error may go on. */
export const MORE = '…'

const UNKNOWN = 'reader/4cZkq2TzWq0bXyN8rPdU1a'
const LEASE_ID =
  'hint: a lease id looks like s3-reader/4cZkq2TzWq0bXyN8rPdU1a: role name, slash, 22 letters and digits'
const DURATION = 'hint: like 15m, 1h30m or 3600'
const LIVE = 'hint: daypass leases shows those that live'
const STATE_URL =
  'hint: a state URL looks like s3://bucket/prefix?region=eu-central-1 or file:///home/ann/.daypass'

/** What people mistype. In `ROLES` stands the directory of role files. */
export const BAD_LINES: readonly BadLine[] = [
  // The command line itself
  ['isue reader', 2, ["error: unknown command 'isue'", 'hint: did you mean issue?']],
  ['role valdate', 2, ["error: unknown command 'valdate'", 'hint: did you mean validate?']],
  [
    'frobnicate',
    2,
    ["error: unknown command 'frobnicate'", 'hint: daypass --help shows what it takes'],
  ],
  ['issue reader --tll 5m', 2, ["error: unknown option '--tll'", 'hint: did you mean --ttl?']],
  ['--stat x leases', 2, ["error: unknown option '--stat'", 'hint: did you mean --state?']],
  [
    'issue',
    2,
    ["error: missing required argument 'role'", 'hint: daypass issue --help shows what it takes'],
  ],
  [
    'issue reader viewer',
    2,
    ["error: too many arguments for 'issue'", 'hint: expected 1 argument but got 2'],
  ],
  [
    'issue reader --ttl',
    2,
    [
      "error: option '--ttl <duration>' argument missing",
      'hint: daypass issue --help shows what it takes',
    ],
  ],
  [
    'issue reader --format xml',
    2,
    [
      "error: option '--format <format>' argument 'xml' is invalid",
      'hint: allowed choices are json, env, dotenv, powershell, fish, ini, credential-process',
    ],
  ],
  [
    'leases --color sometimes',
    2,
    [
      "error: option '--color <when>' argument 'sometimes' is invalid",
      'hint: allowed choices are auto, always, never',
    ],
  ],
  // issue and exec
  ['issue reader --ttl soon', 2, ['error: --ttl "soon" is not a duration above zero', DURATION]],
  ['issue reader --ttl 0', 2, ['error: --ttl "0" is not a duration above zero', DURATION]],
  ['issue reader --ttl -5m', 2, ['error: --ttl "-5m" is not a duration above zero', DURATION]],
  [
    'issue reader --ttl 3h',
    2,
    [
      'error: role reader allows at most 2h, not 3h',
      'hint: ask for less, or raise max_ttl in the role',
    ],
  ],
  [
    'issue reader --json --format env',
    2,
    [
      '{"error":{"code":"request-invalid","message":"--json does not go with --format env","hint":"leave one of them out","problems":[]}}',
    ],
  ],
  ['issue reader --profile x', 2, ['error: --profile goes with --format ini only']],
  [
    'issue reader --format ini --profile x]y',
    2,
    ['error: "x]y" is not a profile name', 'hint: letters, digits, spaces and . _ - @ + / :'],
  ],
  [
    'issue reader --mfa-code 123',
    2,
    ['error: an MFA code has six digits', 'hint: give what the device shows now'],
  ],
  [
    'issue reader --mfa-code 123456',
    2,
    [
      'error: an MFA code does not go with role reader, which is of type iam_user',
      'hint: leave --mfa-code out',
    ],
  ],
  [
    'issue several',
    2,
    [
      'error: role several has several role_arns: choose one',
      'hint: one of arn:aws:iam::123456789012:role/a, arn:aws:iam::123456789012:role/b',
    ],
  ],
  [
    'issue ../../etc/passwd',
    3,
    [`error: there is no role "../../etc/passwd" in ROLES`, `hint: `, MORE],
  ],
  [
    'issue reader --roles nowhere',
    3,
    [
      'error: the folder of role files nowhere cannot be read',
      'hint: name the folder with --roles, or make it and put a role file into it',
    ],
  ],
  [
    'exec reader true',
    2,
    ['error: the command to run has to stand after --', 'hint: daypass exec reader -- true'],
  ],
  ['exec reader --', 2, ['error: no command stands after --', 'hint: leave -- out for a shell']],
  ['exec reader -- no-such-program', 127, ['error: "no-such-program" was not found']],
  ['exec reader -- /etc/passwd', 126, ['error: "/etc/passwd" cannot be executed']],
  ['exec reader -- /', 126, ['error: "/" cannot be executed']],
  ['exec nobody -- true', 3, [`error: there is no role "nobody" in ROLES`, `hint: `, MORE]],
  // Leases
  ['renew reader', 2, ['error: "reader" is not a lease id', LEASE_ID]],
  [
    `renew ${UNKNOWN} --increment 1y`,
    2,
    ['error: --increment "1y" is not a duration above zero', DURATION],
  ],
  [`renew ${UNKNOWN}`, 7, [`error: there is no lease ${UNKNOWN}`, LIVE]],
  [
    'revoke',
    2,
    [
      'error: revoke takes either ids of leases, or --prefix, or --holder, or --all-expired, or one of --role, --user and --everything',
      'hint: daypass leases shows the ids',
    ],
  ],
  [
    `revoke ${UNKNOWN} --all-expired`,
    2,
    [
      'error: revoke takes either ids of leases, or --prefix, or --holder, or --all-expired, or one of --role, --user and --everything',
      'hint: daypass leases shows the ids',
    ],
  ],
  [`revoke ${UNKNOWN} nonsense`, 2, ['error: "nonsense" is not a lease id', LEASE_ID]],
  [
    'revoke --prefix ../x',
    2,
    [
      'error: "../x" is not a prefix of leases',
      'hint: a role, like s3-reader, or a role and the beginning of a lease, like s3-reader/4cZk',
    ],
  ],
  [`revoke ${UNKNOWN}`, 7, [`error: there is no lease ${UNKNOWN}`, LIVE]],
  ['leases --role a/b', 2, ['error: "a/b" is not a role name']],
  ['lease x', 2, ['error: "x" is not a lease id', LEASE_ID]],
  // Where things are
  ['leases --state nonsense', 3, ['error: the state URL "nonsense" is not a URL', STATE_URL]],
  ['leases --state s3://no-such-bucket', 3, ['error: ', MORE]],
  [
    'issue reader --state ftp://x/y',
    3,
    ['error: the state URL "ftp://x/y" begins with ftp:', STATE_URL],
  ],
  [
    'leases',
    2,
    [
      'error: DAYPASS_REVOCATION: "never" is not a way to revoke',
      'hint: it is one of immediate, tombstone',
    ],
    { env: { DAYPASS_REVOCATION: 'never' } },
  ],
  // Roles
  ['role validate nowhere.yaml', 2, ['error: there is no file or directory "nowhere.yaml"']],
  ['role write a.yaml b.yaml --name x', 2, ['error: --name goes with a single file']],
  ['role write - --name ../x', 2, ['error: "../x" is not a role name']],
  ['role delete ../x', 2, ['error: "../x" is not a role name']],
  // Sandbox
  ['sandbox --port 70000', 2, ['error: "70000" is not a port', 'hint: a number from 0 to 65535']],
  [
    'sandbox --misbehave azure:7',
    2,
    [
      'error: --misbehave azure:7: there is no profile azure, but none, aws, store, all',
      'hint: a seed, as in 7, or a profile and a seed: aws:7, store:7 or all:7',
    ],
  ],
  [
    'sandbox --misbehave soon',
    2,
    [
      'error: --misbehave soon: expected a seed, or a profile and a seed as in store:7',
      'hint: a seed, as in 7, or a profile and a seed: aws:7, store:7 or all:7',
    ],
  ],
  ['sandbox -- no-such-program', 127, ['error: "no-such-program" was not found']],
  [
    'sandbox true',
    2,
    ['error: the command to run has to stand after --', 'hint: daypass sandbox -- true'],
  ],
]
