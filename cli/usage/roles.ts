import { type CommandUsage, collect, option } from './grammar.ts'

const VALIDATE: CommandUsage = {
  name: 'validate',
  synopsis: '[path...]',
  summary: 'check role files, all problems at once',
  description:
    'Checks role files against the rules of daypass and the limits of AWS, and prints every problem with its file, line and column. Asks nothing of AWS.',
  arguments: [['[path...]', 'files or directories (default what --roles names)']],
  examples: [
    ['daypass role validate', 'check all files in roles/'],
    ['daypass role validate roles/deploy-role.yaml', 'check one'],
  ],
  run: async () => (await import('../commands/role-validate.ts')).roleValidateCommand,
}

const SHOW: CommandUsage = {
  name: 'show',
  synopsis: '<role>',
  summary: 'print a role as daypass understands it',
  description:
    'Prints a role as JSON, with its defaults filled in and its lifetimes in seconds. The output is a role file itself.',
  arguments: [['<role>', 'name of the role']],
  examples: [
    ['daypass role show s3-reader', 'from roles/'],
    ['daypass role show s3-reader --roles state:', 'from the state bucket'],
  ],
  run: async () => (await import('../commands/role-show.ts')).roleShowCommand,
}

const EXPLAIN: CommandUsage = {
  name: 'explain',
  synopsis: '<role>',
  summary: 'describe what a role may do',
  description:
    'Describes in words and tables who may take a role, for how long, and what it may do: wildcards as the actions that AWS has, by service and access level, and its statements. Says what is not known here. Asks nothing of AWS.',
  arguments: [['<role>', 'name of the role']],
  examples: [['daypass role explain deploy-role', 'before anybody takes it']],
  run: async () => (await import('../commands/role-explain.ts')).roleExplainCommand,
}

const CAN: CommandUsage = {
  name: 'can',
  synopsis: '<role> <action> [resource] [options]',
  summary: 'say whether a role may do something, and why',
  description:
    'Decides one call by the definition of a role, as AWS would, and names the statement that decides. The exit code is 0 when the role may, and 1 when it may not. Says what is not known here. Asks nothing of AWS.',
  arguments: [
    ['<role>', 'name of the role'],
    ['<action>', 'such as s3:GetObject'],
    ['[resource]', 'an ARN; left out, or *, for an action that works on none'],
  ],
  options: [
    option(
      '--context <key=value>',
      'a condition key of the call; may be repeated, a key with several values too',
    ).argParser(collect),
  ],
  examples: [
    ['daypass role can s3-reader s3:GetObject arn:aws:s3:::my-bucket/a', 'by its definition'],
    [
      'daypass role can deploy-role ec2:RunInstances * --context aws:RequestedRegion=eu-west-1',
      'with a condition key',
    ],
  ],
  run: async () => {
    const { roleCanCommand } = await import('../commands/role-can.ts')
    return async (
      session,
      name: string,
      action: string,
      resource: string | undefined,
      { context = [] }: { readonly context?: readonly string[] },
    ) => await roleCanCommand(session, { name, action, resource, context })
  },
}

const LIST: CommandUsage = {
  name: 'list',
  synopsis: '[options]',
  summary: 'list the roles',
  description: 'Lists the roles with their types and lifetimes.',
  examples: [['daypass role list --roles examples/roles', 'those of another directory']],
  run: async () => (await import('../commands/role-list.ts')).roleListCommand,
}

const WRITE: CommandUsage = {
  name: 'write',
  synopsis: '<file...> [options]',
  summary: 'put roles into the state bucket',
  description:
    'Checks role files and puts the roles into the state, where --roles state: reads them. Writes nothing if one of them has a problem.',
  arguments: [['<file...>', 'role files, or - for standard input']],
  options: [
    option('--name <name>', "the role's name, for a single file (default the file's name)"),
  ],
  examples: [
    ['daypass role write roles/*.yaml', 'all of a directory'],
    [
      'vault read -format=json aws/roles/deploy | daypass role write - --name deploy',
      'move a role over from Vault',
    ],
  ],
  run: async () => (await import('../commands/role-write.ts')).roleWriteCommand,
}

const DELETE: CommandUsage = {
  name: 'delete',
  synopsis: '<role...>',
  summary: 'remove roles from the state bucket',
  description:
    'Removes roles from the state. Leases that were issued from them live on; see revoke --prefix.',
  arguments: [['<role...>', 'names of roles']],
  examples: [['daypass role delete old-role', 'nothing is issued from it any more']],
  run: async () => (await import('../commands/role-delete.ts')).roleDeleteCommand,
}

const SCHEMA: CommandUsage = {
  name: 'schema',
  synopsis: '',
  summary: 'print the JSON Schema of role files',
  description: 'Prints the JSON Schema (draft-07) of role files, for editors.',
  examples: [
    ['daypass role schema > role.schema.json', 'then name it in the settings of your editor'],
  ],
  run: async () => (await import('../commands/role-schema.ts')).roleSchemaCommand,
}

/** `role` with its own commands. */
export const ROLE: CommandUsage = {
  name: 'role',
  synopsis: '<command>',
  group: 'Roles:',
  summary: 'check, show and keep roles',
  description: 'Checks role files, shows roles, and keeps roles in the state bucket.',
  examples: [
    ['daypass role validate', 'check all files in roles/'],
    ['daypass role show deploy-role', 'one role with all its defaults'],
  ],
  commands: [VALIDATE, SHOW, EXPLAIN, CAN, LIST, WRITE, DELETE, SCHEMA],
}
