import { CREDENTIAL_FORMATS } from '../credentials/formats.ts'
import { VERIFY_SOURCES } from '../leases/verify-sources.ts'
import { type CommandUsage, collect, oneOf, option } from './grammar.ts'

const GROUP = 'Credentials:'

function requestOptions() {
  return [
    option('--ttl <duration>', "lifetime, like 15m, 1h30m or 3600 (default the role's)"),
    option('--role-arn <arn>', "which of the role's role_arns (default the only one)"),
    option(
      '--role-session-name <text>',
      "session name, a template as in the role (default the role's)",
    ),
    option('--mfa-code <digits>', 'what the MFA device shows (asked for on a terminal)'),
    option(
      '--require-subject',
      'refuse a role that names subjects or claims where no OIDC token says whose job this is (env DAYPASS_REQUIRE_SUBJECT=1)',
    ),
  ]
}

const ISSUE: CommandUsage = {
  name: 'issue',
  synopsis: '<role> [options]',
  group: GROUP,
  summary: 'issue credentials of a role and print them',
  description:
    'Issues credentials of a role, records their lease, and prints them to standard output. If the output closes before they are written, they are revoked.',
  arguments: [['<role>', 'name of the role']],
  options: [
    ...requestOptions(),
    oneOf(
      '--format <format>',
      CREDENTIAL_FORMATS,
      `${CREDENTIAL_FORMATS.join(', ')} (default json)`,
    ),
    option('--profile <name>', "profile in the ini format (default the role's name)"),
    option('--reveal', 'print secrets even to a terminal (env DAYPASS_REVEAL=1)'),
  ],
  examples: [
    ['eval "$(daypass issue s3-reader --format env)"', 'put credentials into this shell'],
    ['daypass issue deploy-role --ttl 15m > credentials.json', 'for a program that reads JSON'],
    [
      'credential_process = daypass issue s3-reader --format credential-process --roles /home/ann/infra/roles --aws-profile ann',
      'in a profile of ~/.aws/config; daypass itself signs in with profile ann',
    ],
  ],
  run: async () => (await import('../commands/issue.ts')).issueCommand,
}

const EXEC: CommandUsage = {
  name: 'exec',
  synopsis: '<role> [options] [-- <command> [arguments]]',
  group: GROUP,
  summary: 'run a command with credentials, revoke them when it ends',
  description:
    'Issues credentials of a role, runs a command with them, or a shell where none is named, and revokes them when it ends. AWS tools ask an endpoint on this machine for them, which has the next ones ready before the last ones end, for as long as the command runs. The key of an iam_user is in variables, and its lease is renewed. Passes signals on and ends with the exit code of the command.',
  arguments: [
    ['[role]', 'name of the role; none with --profile'],
    ['[command...]', 'the command and its arguments, after --; a shell without'],
  ],
  options: [
    ...requestOptions(),
    option(
      '--env',
      'put the credentials into variables, for programs that ask no endpoint; they end when their lease ends',
    ),
    option(
      '--profile <name=role>',
      'a profile for the command with credentials of a role; may be repeated, and the command has these profiles alone',
    ).argParser(collect),
    option(
      '--leave-identity',
      'leave the command the other ways to credentials: web identity, container, the job’s OIDC token',
    ),
  ],
  examples: [
    ['daypass exec deploy-role -- terraform apply', 'credentials live as long as the command'],
    [
      'daypass exec s3-reader --ttl 15m -- aws s3 ls s3://my-bucket',
      'options of daypass stand before --',
    ],
    ['daypass exec s3-reader', 'a shell with credentials; exit revokes them'],
    [
      'daypass exec --profile from=s3-reader --profile to=deploy-role -- ./copy.sh',
      'two roles at once, as profiles from and to',
    ],
  ],
  run: async () => (await import('../commands/exec.ts')).execCommand,
}

const EXEC_CREDENTIALS: CommandUsage = {
  name: 'exec-credentials',
  synopsis: '<url>',
  isHidden: true,
  summary: 'what the profiles of exec --profile run',
  description:
    'Prints credentials from the endpoint of the daypass exec above it, for AWS tools. Not for people: the profiles of exec --profile run it.',
  arguments: [['<url>', 'where they are']],
  examples: [],
  run: async () => (await import('../commands/exec-credentials.ts')).execCredentialsCommand,
}

const CONSOLE: CommandUsage = {
  name: 'console',
  synopsis: '<role> [options]',
  group: GROUP,
  summary: 'sign in to the AWS console with a role',
  description:
    'Issues credentials of a role and trades them for a URL that signs in to the AWS console. Whoever opens the URL within 15 minutes is in. The console session ends with the lease, or when that is revoked. For roles of type assumed_role and federation_token.',
  arguments: [['<role>', 'name of the role']],
  options: [
    ...requestOptions(),
    option('--open', 'open the URL in the browser instead of printing it (env BROWSER)'),
    option('--destination <url>', 'a page of the console (default its front page)'),
  ],
  examples: [
    ['daypass console operator --open', 'the console in the browser'],
    ['daypass console operator --ttl 1h', 'a URL to click, for an hour in the console'],
  ],
  run: async () => (await import('../commands/console.ts')).consoleCommand,
}

const RENEW: CommandUsage = {
  name: 'renew',
  synopsis: '<lease> [options]',
  group: GROUP,
  summary: 'let an iam_user lease end later',
  description:
    "Moves the end of an iam_user lease, at most to the role's max_ttl after its issue. Sessions of STS cannot be renewed: issue new ones.",
  arguments: [['<lease>', 'id of the lease']],
  options: [option('--increment <duration>', 'how long from now (default its first lifetime)')],
  examples: [
    ['daypass renew "$DAYPASS_LEASE_ID"', 'the lease that issue --format env put into this shell'],
    ['daypass renew s3-reader/4cZkq2TzWq0bXyN8rPdU1a --increment 30m', 'half an hour from now'],
  ],
  run: async () => (await import('../commands/renew.ts')).renewCommand,
}

const REVOKE: CommandUsage = {
  name: 'revoke',
  synopsis: '[lease...] [options]',
  group: GROUP,
  summary: 'take credentials back',
  description:
    'Revokes leases and says what became of each: revoked, ended already, or until when the credentials work because AWS cannot take them back. Goes on past errors.',
  arguments: [['[lease...]', 'ids of leases']],
  options: [
    option('--prefix <prefix>', 'all leases of a role, or those whose id begins so (role/abc)'),
    option(
      '--holder <text>',
      'all leases of one holder: just this user, repository, run, actor, …',
    ),
    option('--all-expired', 'all leases whose time is up; the same as sweep'),
    option(
      '--role <role>',
      'with --all-sessions: stop every session of a role that was issued before now, whoever took it; by name, or by ARN where role files and state are gone',
    ),
    option('--all-sessions', 'goes with --role'),
    option(
      '--user <name>',
      'switch off a user that a lease made, with all its keys and sessions; by name or ARN',
    ),
    option('--everything', 'revoke all live leases of the state'),
    option(
      '--without-record',
      'where the state is gone: with --user delete it for good, by its tag in IAM; with --session deny that one',
    ),
    option(
      '--session <arn>',
      'with --without-record: a session of a role, by its ARN in CloudTrail',
    ),
    option('--lift', 'take --role or --user back: what has not ended works again'),
    option('--yes', 'do it; without, the last three only say what they harm'),
    option(
      '--verify <file>',
      'then try the credentials in this JSON of issue until AWS refuses them, for a minute at most',
    ),
    oneOf(
      '--verify-with <where>',
      VERIFY_SOURCES,
      'the same with those in AWS_ACCESS_KEY_ID, … (env; daypass itself then needs AWS_PROFILE)',
    ),
  ],
  examples: [
    ['daypass revoke "$DAYPASS_LEASE_ID"', 'the credentials of this shell'],
    [
      'daypass revoke s3-reader/4cZkq2TzWq0bXyN8rPdU1a --verify credentials.json',
      'see that AWS refuses them',
    ],
    ['daypass revoke --prefix s3-reader', 'all that the role s3-reader has out'],
    ['daypass revoke --holder octo/app', 'all that one repository holds'],
    ['daypass revoke --role deploy --all-sessions', 'say what it would harm to stop all of deploy'],
    ['daypass revoke --role deploy --all-sessions --yes', 'stop it, in one write'],
    [
      'daypass revoke --without-record --user daypass-s3-reader-4cZkq2TzWq0bXyN8rPdU1a',
      'without the state',
    ],
  ],
  run: async () => (await import('../commands/revoke.ts')).revokeCommand,
}

/** `issue`, `exec`, `console`, `renew` and `revoke`. */
export const CREDENTIAL_COMMANDS: readonly CommandUsage[] = [
  ISSUE,
  EXEC,
  EXEC_CREDENTIALS,
  CONSOLE,
  RENEW,
  REVOKE,
]
