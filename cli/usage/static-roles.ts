import { STATIC_FORMATS } from '../credentials/static-creds.ts'
import { type CommandUsage, oneOf, option } from './grammar.ts'

const GROUP = 'Keys:'

const STATIC_CREDS: CommandUsage = {
  name: 'static-creds',
  synopsis: '<name> [options]',
  group: GROUP,
  summary: 'print the key in use of a static role',
  description:
    'Opens the key of a static role with DAYPASS_IDENTITY or DAYPASS_IDENTITY_FILE and prints it. There is no lease: the key works until it is rotated, and for the grace after that.',
  arguments: [['<name>', 'name of the static role']],
  options: [
    oneOf('--format <format>', STATIC_FORMATS, `${STATIC_FORMATS.join(', ')} (default json)`),
    option('--reveal', 'print secrets even to a terminal (env DAYPASS_REVEAL=1)'),
  ],
  examples: [
    [
      'credential_process = daypass static-creds legacy-app --format credential-process --aws-profile ann',
      'in a profile of ~/.aws/config: AWS tools fetch the key while it works',
    ],
  ],
  run: async () => (await import('../commands/static-creds.ts')).staticCredsCommand,
}

const WRITE: CommandUsage = {
  name: 'write',
  synopsis: '<file> [options]',
  summary: 'put a static role on record, and have its first key made',
  description:
    'Checks a static role, makes sure that its user exists, puts it on record, and has AWS make a key for it. Keys that the user has are left alone; a user with two has no room. Written again, only what it says is changed.',
  arguments: [['<file>', 'YAML or JSON, or - for standard input']],
  options: [option('--name <name>', "its name (default the file's name)")],
  examples: [
    ['daypass static-role write legacy-app.yaml', 'username and rotation_period are enough'],
  ],
  run: async () => (await import('../commands/static-role-write.ts')).staticRoleWriteCommand,
}

const LIST: CommandUsage = {
  name: 'list',
  synopsis: '',
  summary: 'list the static roles',
  description: 'Lists the static roles with their users, keys and next rotations.',
  examples: [['daypass static-role list --json', 'for a program']],
  run: async () => (await import('../commands/static-role-list.ts')).staticRoleListCommand,
}

const SHOW: CommandUsage = {
  name: 'show',
  synopsis: '<name>',
  summary: 'show one, without the secret',
  description: 'Shows a static role: its user, its key, and where a rotation stands.',
  arguments: [['<name>', 'name of the static role']],
  examples: [['daypass static-role show legacy-app', 'no identity is needed']],
  run: async () => (await import('../commands/static-role-show.ts')).staticRoleShowCommand,
}

const ROTATE: CommandUsage = {
  name: 'rotate',
  synopsis: '<name> [options]',
  summary: 'replace its key now',
  description:
    'Has AWS make a new key, records it, tries it and takes it into use. The key before works until its grace is over; the sweep deletes it then.',
  arguments: [['<name>', 'name of the static role']],
  options: [
    option(
      '--grace <duration>',
      'how long the key before still works; 0s deletes it now (default its grace_period)',
    ),
  ],
  examples: [['daypass static-role rotate legacy-app --grace 0s', 'after the key has leaked']],
  run: async () => (await import('../commands/static-role-rotate.ts')).staticRoleRotateCommand,
}

const DELETE: CommandUsage = {
  name: 'delete',
  synopsis: '<name>',
  summary: 'delete its keys and its record; the user stays',
  description:
    'Deletes the keys that daypass made for a static role, and then its record. The user stays, with whatever keys others made.',
  arguments: [['<name>', 'name of the static role']],
  examples: [['daypass static-role delete legacy-app', 'once nobody uses its key any more']],
  run: async () => (await import('../commands/static-role-delete.ts')).staticRoleDeleteCommand,
}

const STATIC_ROLE: CommandUsage = {
  name: 'static-role',
  synopsis: '<command>',
  group: GROUP,
  summary: 'rotate the key of an IAM user that exists',
  description:
    'Keeps a key of an existing IAM user in the state, sealed for those in DAYPASS_RECIPIENT, and replaces it on a period. The sweep rotates; it needs no identity for that.',
  examples: [
    ['daypass static-role write legacy-app.yaml', 'take a user on'],
    ['daypass static-role list', 'all of them, and when they are rotated next'],
  ],
  commands: [WRITE, LIST, SHOW, ROTATE, DELETE],
}

/** `static-creds`, and `static-role` with its own commands. */
export const STATIC_ROLE_COMMANDS: readonly CommandUsage[] = [STATIC_CREDS, STATIC_ROLE]
