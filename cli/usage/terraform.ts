import { type CommandUsage, option } from './grammar.ts'

const INSTALL: CommandUsage = {
  name: 'install',
  synopsis: '[options]',
  summary: 'put the provider where terraform init and tofu init find it',
  description:
    'Links the provider into terraform.d/plugins of this directory, for Terraform and for OpenTofu, and prints what it did. Where a cdktf.json is, it does what --global does: each stack is a folder of its own. Nothing is downloaded, and no configuration of Terraform is changed. Links of other versions are removed. Run it again after daypass was updated, and in each checkout: the link leads into the node_modules of this machine and does not belong into git. On Windows it is a copy.',
  options: [
    option('--chdir <dir>', 'for terraform -chdir=<dir>: in this directory and in that one'),
    option('--global', 'for all projects of this user, in ~/.terraform.d/plugins'),
  ],
  examples: [
    ['daypass terraform install', 'in the directory of the configuration, before terraform init'],
    ['daypass terraform install --chdir infra', 'for terraform -chdir=infra init'],
    ['daypass terraform install --global', 'once for every project on this machine'],
  ],
  run: async () => (await import('../commands/terraform-install.ts')).terraformInstallCommand,
}

/** `terraform` with its own commands. */
export const TERRAFORM: CommandUsage = {
  name: 'terraform',
  synopsis: '<command>',
  group: 'Setting up:',
  summary: 'the Terraform provider that comes with this package',
  description:
    'The provider daypass/daypass ships inside this package. Terraform and OpenTofu look for providers in a few folders before they ask the registry; the provider is put there.',
  examples: [
    ['daypass terraform install', 'terraform init and tofu init then work, without a network'],
  ],
  commands: [INSTALL],
}
