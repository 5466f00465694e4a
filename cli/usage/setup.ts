import { type CommandUsage, option } from './grammar.ts'

const GROUP = 'Setting up:'

const SANDBOX: CommandUsage = {
  name: 'sandbox',
  synopsis: '[options] [-- <command> [arguments]]',
  group: GROUP,
  summary: 'a small AWS on this machine, to try things on',
  description:
    'Runs IAM, STS and S3 on loopback, with signatures, policies and expiry enforced, and makes in it what the role files name. With a command it sets AWS_* and DAYPASS_STATE, runs it and ends with its exit code; without one it prints the variables and stays until Ctrl-C. Nothing of it outlives it.',
  arguments: [['[command...]', 'a command and its arguments, after --']],
  options: [
    option('--port <number>', 'port to listen on (default any that is free)'),
    option(
      '--misbehave <seed>',
      'lag, throttle and lose replies as AWS does on a bad day; store:<seed> breaks what a store promises, all:<seed> does both',
    ),
  ],
  examples: [
    ['daypass sandbox -- daypass issue s3-reader', 'try a role before AWS sees it'],
    ['daypass sandbox --roles examples/roles -- bash', 'a shell in the sandbox'],
    ['daypass sandbox --misbehave 7 -- ./test.sh', 'a script against an IAM that lags'],
  ],
  run: async () => (await import('../commands/sandbox.ts')).sandboxCommand,
}

const DOCTOR: CommandUsage = {
  name: 'doctor',
  synopsis: '[options]',
  group: GROUP,
  summary: 'check the set-up, with a cure for what is wrong',
  description:
    'Checks the state and whether it honours conditional writes, the AWS credentials and region, the roles, and the clock. Ends with 1 if something is wrong.',
  examples: [['daypass doctor --state s3://my-bucket', 'before the first lease in a new bucket']],
  run: async () => (await import('../commands/doctor.ts')).doctorCommand,
}

const PROVE: CommandUsage = {
  name: 'prove',
  synopsis: '[options]',
  group: GROUP,
  summary: 'try on your own account what daypass relies on',
  description:
    'Makes roles and users in the account of your AWS credentials, named /daypass/daypass-prove-…, issues sessions from them, revokes some, and prints what AWS really did, how long it took, and whether that is as expected. Removes all it made, also on Ctrl-C, and lists what it could not. Needs rights in IAM, see docs/prove.md; leaves the state alone. Takes some ten minutes. Ends with 1 if something differs or is left.',
  options: [
    option('--only <cases>', 'some of the cases, like A1,A6 (default all)'),
    option('--regions <names>', 'where STS and S3 are asked (default the region alone)'),
    option('--yes', 'do not ask before the account is changed'),
  ],
  examples: [
    ['daypass prove', 'says which account and what it makes, and asks'],
    [
      'daypass prove --only A1 --regions eu-central-1,us-east-1',
      'how fast one session of two is stopped, in two regions',
    ],
    ['daypass sandbox -- daypass prove --yes', 'a rehearsal without an account'],
  ],
  run: async () => (await import('../commands/prove.ts')).proveCommand,
}

/** `sandbox`, `doctor` and `prove`. */
export const SETUP_COMMANDS: readonly CommandUsage[] = [SANDBOX, DOCTOR, PROVE]
