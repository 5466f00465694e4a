import type { Command } from 'commander'
import type { RoleWriteFlags } from '../commands/role-write.ts'
import { type Choose, addCommand, option } from './grammar.ts'

/** Adds `role` with its own commands. */
export function addRoleCommands(program: Command, choose: Choose): void {
  const role = addCommand(program, {
    name: 'role',
    synopsis: '<command>',
    group: 'Roles:',
    summary: 'check, show and keep roles',
    description: 'Checks role files, shows roles, and keeps roles in the state bucket.',
    examples: [
      ['daypass role validate', 'check all files in roles/'],
      ['daypass role show deploy-role', 'one role with all its defaults'],
    ],
  })
  role.helpCommand(false)
  addValidate(role, choose)
  addShow(role, choose)
  addList(role, choose)
  addWrite(role, choose)
  addDelete(role, choose)
  addSchema(role, choose)
}

function addValidate(role: Command, choose: Choose): void {
  const command = addCommand(role, {
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
  })
  command.action((paths: string[]) => {
    choose(command, async (session) => {
      const { roleValidateCommand } = await import('../commands/role-validate.ts')
      return await roleValidateCommand(session, paths)
    })
  })
}

function addShow(role: Command, choose: Choose): void {
  const command = addCommand(role, {
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
  })
  command.action((name: string) => {
    choose(command, async (session) => {
      const { roleShowCommand } = await import('../commands/role-show.ts')
      return await roleShowCommand(session, name)
    })
  })
}

function addList(role: Command, choose: Choose): void {
  const command = addCommand(role, {
    name: 'list',
    synopsis: '[options]',
    summary: 'list the roles',
    description: 'Lists the roles with their types and lifetimes.',
    examples: [['daypass role list --roles examples/roles', 'those of another directory']],
  })
  command.action(() => {
    choose(command, async (session) => {
      const { roleListCommand } = await import('../commands/role-list.ts')
      return await roleListCommand(session)
    })
  })
}

function addWrite(role: Command, choose: Choose): void {
  const command = addCommand(role, {
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
  })
  command.action((files: string[], flags: RoleWriteFlags) => {
    choose(command, async (session) => {
      const { roleWriteCommand } = await import('../commands/role-write.ts')
      return await roleWriteCommand(session, files, flags)
    })
  })
}

function addDelete(role: Command, choose: Choose): void {
  const command = addCommand(role, {
    name: 'delete',
    synopsis: '<role...>',
    summary: 'remove roles from the state bucket',
    description:
      'Removes roles from the state. Leases that were issued from them live on; see revoke --prefix.',
    arguments: [['<role...>', 'names of roles']],
    examples: [['daypass role delete old-role', 'nothing is issued from it any more']],
  })
  command.action((names: string[]) => {
    choose(command, async (session) => {
      const { roleDeleteCommand } = await import('../commands/role-delete.ts')
      return await roleDeleteCommand(session, names)
    })
  })
}

function addSchema(role: Command, choose: Choose): void {
  const command = addCommand(role, {
    name: 'schema',
    synopsis: '',
    summary: 'print the JSON Schema of role files',
    description: 'Prints the JSON Schema (draft-07) of role files, for editors.',
    examples: [
      ['daypass role schema > role.schema.json', 'then name it in the settings of your editor'],
    ],
  })
  command.action(() => {
    choose(command, async (session) => {
      const { roleSchemaCommand } = await import('../commands/role-schema.ts')
      return await roleSchemaCommand(session)
    })
  })
}
