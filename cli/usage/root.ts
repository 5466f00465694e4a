import { ROOT_USES } from '../../core/root/root-key.ts'
import { type CommandUsage, oneOf, option } from './grammar.ts'

const SET: CommandUsage = {
  name: 'set',
  synopsis: '[file] [options]',
  summary: 'put a key on record, or change how it is rotated',
  description:
    "Reads a key, tries it, seals it and puts it on record. A key of the same user that is there is replaced and then deleted. Keys of the account's root user are refused. Without a file only what the options say is changed.",
  arguments: [['[file]', 'JSON as aws iam create-access-key prints it, or - for standard input']],
  options: [
    oneOf(
      '--use <what>',
      ROOT_USES,
      'use it for federation and session tokens (sessions), or for all of IAM and STS (everything) (default sessions)',
    ),
    option(
      '--rotation-period <duration>',
      'how often the sweep replaces it, like 30d, or never (default never)',
    ),
    option('--grace <duration>', 'how long a key works after the sweep replaced it (default 5m)'),
    option('--replace', 'forget a key of another user that is on record'),
  ],
  examples: [
    [
      'aws iam create-access-key --user-name NAME | daypass root set -',
      'a new key, which no file ever holds',
    ],
    ['daypass root set --rotation-period 7d', 'rotate more often'],
  ],
  run: async () => (await import('../commands/root-set.ts')).rootSetCommand,
}

const SHOW: CommandUsage = {
  name: 'show',
  synopsis: '',
  summary: 'show what is on record, without the secret',
  description:
    'Shows whose key is on record, since when, for whom it is sealed, and when it is rotated.',
  examples: [['daypass root show --json', 'for a program']],
  run: async () => (await import('../commands/root-show.ts')).rootShowCommand,
}

const ROTATE: CommandUsage = {
  name: 'rotate',
  synopsis: '[options]',
  summary: 'replace the key now',
  description:
    'Has AWS make a new key, records it, tries it, takes it into use, and deletes the one before. Whatever dies in between, a working key is on record and the next rotation or sweep goes on. Keys that daypass does not know are never deleted.',
  options: [
    option('--grace <duration>', 'how long the key before still works (default 0s: deleted now)'),
  ],
  examples: [['daypass root rotate', 'after the key may have been seen by somebody']],
  run: async () => (await import('../commands/root-rotate.ts')).rootRotateCommand,
}

const CHECK: CommandUsage = {
  name: 'check',
  synopsis: '',
  summary: 'try the key, and look for others of its user',
  description:
    'Opens the key on record, asks AWS whose it is, lists the keys of its user that daypass does not know, and says whether a rotation is overdue. Ends with 1 if something is wrong.',
  examples: [['daypass root check', 'with the identity']],
  run: async () => (await import('../commands/root-check.ts')).rootCheckCommand,
}

/** `root` with its own commands. */
export const ROOT: CommandUsage = {
  name: 'root',
  synopsis: '<command>',
  group: 'Keys:',
  summary: "keep and rotate the key of daypass's own IAM user",
  description:
    'Keeps the key of an IAM user in the state, sealed for those in DAYPASS_RECIPIENT: AWS gives federation and session tokens to such keys only. It is opened with DAYPASS_IDENTITY or DAYPASS_IDENTITY_FILE.',
  examples: [
    ['daypass root check', 'whether the key works, and whether there are others'],
    ['daypass root rotate', 'a new key now, and the old one deleted'],
  ],
  commands: [SET, SHOW, ROTATE, CHECK],
}
