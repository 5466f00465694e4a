import { type CommandUsage, collect, option } from './grammar.ts'

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

const WORKFLOW: CommandUsage = {
  name: 'workflow',
  synopsis: '<path> [options]',
  summary: 'make role files and steps of workflows with configure-aws-credentials',
  description:
    'Finds the steps that use aws-actions/configure-aws-credentials in the workflows and actions of a repository, makes a role file for each role that they take, in the directory that --roles names, and prints the step that takes the place of each, with what was changed or has no place. Whose jobs may take a role is read from what starts the workflow. Files that are there are left; workflows are not touched.',
  arguments: [['<path>', 'a repository, a directory of workflows, or a workflow']],
  options: [
    option(
      '--repository <owner/name>',
      'whose workflows they are (default its remote on github.com)',
    ),
    option(
      '--value <name=value>',
      'what an expression stands for, such as secrets.AWS_ROLE_ARN=arn:…; may be repeated',
    ).argParser(collect),
    option(
      '--broker-role-arn <arn>',
      'goes into every step, so that credentials are revoked when the job ends',
    ),
  ],
  examples: [
    ['daypass import workflow .', 'this repository'],
    [
      'daypass import workflow . --value secrets.AWS_ROLE_ARN=arn:aws:iam::123456789012:role/deploy --broker-role-arn arn:aws:iam::123456789012:role/daypass-broker --state s3://daypass-state',
      'with what only GitHub knows, and with who revokes',
    ],
  ],
  run: async () => (await import('../commands/import-workflow.ts')).importWorkflowCommand,
}

/** `import` with its own commands. */
export const IMPORT: CommandUsage = {
  name: 'import',
  synopsis: '<command>',
  group: 'Roles:',
  summary: 'bring roles over from elsewhere',
  description: 'Makes role files of what other systems have.',
  examples: [
    ['daypass import vault from-vault/', 'from HashiCorp Vault'],
    ['daypass import workflow .', 'from configure-aws-credentials'],
  ],
  commands: [VAULT, WORKFLOW],
}
