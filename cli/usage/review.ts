import { FAIL_ON } from '../../review/rules/fails.ts'
import { type CommandUsage, collect, oneOf, option } from './grammar.ts'

/** `review`. */
export const REVIEW: CommandUsage = {
  name: 'review',
  synopsis: '--base <side> [options]',
  group: 'Roles:',
  summary: 'show what a change of roles really changes',
  description:
    'Compares the role files of two checkouts or two revisions of git, the roles of a Terraform plan or those of templates, and shows what becomes possible: actions, resources, who, how long; with findings, of which new errors end it with 1. Checks nothing out, runs nothing of what it reads, and asks nothing of AWS, except for the leases of a state that is named.',
  options: [
    option('--base <side>', 'the old side: the top of a checkout, or a revision of git'),
    option('--head <side>', 'the new side, likewise (default the working directory)'),
    option('--plan <file>', "both sides from Terraform's plan as JSON, or - for standard input"),
    option(
      '--templates <folder>',
      'review the CloudFormation templates of this folder on both sides, such as cdk.out, in place of role files; may be repeated',
    ).argParser(collect),
    oneOf(
      '--format <format>',
      ['text', 'json', 'markdown', 'sarif', 'github'],
      'text, json, markdown (a comment), sarif or github (annotations) (default text)',
    ),
    option(
      '--guardrail <file>',
      'what no role may exceed: a path in the repository, read from the old side, or an absolute one',
    ),
    option(
      '--severity <rule=level>',
      'weigh a rule as error, warning, note or off; may be repeated',
    ).argParser(collect),
    oneOf(
      '--fail-on <level>',
      FAIL_ON,
      'end with 1 when something new weighs as much: error (default), warning or note; when anything is gained: wider; or never',
    ),
  ],
  examples: [
    ['daypass review --base main', 'the working directory against a branch'],
    ['daypass review --base old/ --head new/ --format markdown', 'two checkouts, as a comment'],
    ['daypass review --base old/ --templates cdk.out', 'what the AWS CDK made, then and now'],
    ['daypass review --plan plan.json', 'what terraform show -json printed'],
  ],
  run: async () => (await import('../commands/review.ts')).reviewCommand,
}
