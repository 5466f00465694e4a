import { type CommandUsage, option } from './grammar.ts'

const VAULT: CommandUsage = {
  name: 'vault',
  synopsis: '<path...> [options]',
  summary: 'make role files of what Vault has',
  description:
    "Makes a role file of every role of Vault's AWS engine, in the directory that --roles names, and says of every field what was changed, dropped or has no place. Reads what vault read -format=json and vault list -format=json print of roles, static-roles, config/root and config/lease, each role in a file of its name; Vault's policies, for who may issue; and a state or plan of Terraform as terraform show -json prints it. Files that are there are left. Asks nothing of Vault or AWS.",
  arguments: [['<path...>', 'files, directories, or - for standard input']],
  options: [
    option('--mount <path>', 'where the engine is mounted, unless Terraform says it (default aws)'),
    option('--check', 'write nothing: say where the roles differ from those that are here'),
  ],
  examples: [
    ['daypass import vault from-vault/', 'a directory of answers of Vault'],
    ['terraform show -json | daypass import vault -', 'roles that Terraform manages'],
    ['daypass import vault from-vault/ --check', 'has anybody changed a role in Vault since?'],
  ],
  run: async () => (await import('../commands/import-vault.ts')).importVaultCommand,
}

/** `import` with its own commands. */
export const IMPORT: CommandUsage = {
  name: 'import',
  synopsis: '<command>',
  group: 'Roles:',
  summary: 'bring roles over from elsewhere',
  description: 'Makes role files of what other systems have.',
  examples: [['daypass import vault from-vault/', 'from HashiCorp Vault']],
  commands: [VAULT],
}
