import { POLICIES } from '../rights/policy-words.ts'
import { type CommandUsage, option } from './grammar.ts'

const GROUP = 'Setting up:'
const IDS = option(
  '--repository-ids <ids>',
  'adds the newer form of subjects, as OWNER/REPO=OWNER_ID/REPO_ID, several with commas between',
)
const AUDIENCE = option('--audience <text>', 'audience of the tokens (default sts.amazonaws.com)')
const ISSUER = option(
  '--issuer <host>',
  "the OIDC issuer without https:// (default GitHub's, token.actions.githubusercontent.com)",
)

const POLICY: CommandUsage = {
  name: 'policy',
  synopsis: '<whose> [options]',
  group: GROUP,
  summary: 'print the least rights that daypass needs',
  description:
    'Prints the IAM policy with which all works for the roles at hand, and nothing more: of the broker (all in one), issuer (leaves sessions to a sweep), sweeper, revoker (writes denies in its own account), boundary (of what is handed out), trust (the trust policy of the broker’s own role), or all of them in one object, for the Terraform module. Where a state is named, the rights on what its live leases and denies are of are among them, also when no role needs them any more.',
  arguments: [['<whose>', `one of ${POLICIES.join(', ')}`]],
  options: [
    option('--account <id>', "daypass's own account (default that of the roles' ARNs)"),
    option(
      '--issuing-user <name>',
      'IAM user whose key issues federation and session tokens, or its ARN (default daypass-issuer)',
    ),
    option('--boundary <name>', 'the boundary policy, or its ARN (default daypass-boundary)'),
    option('--bounded-roles', 'allow denies only on roles that have the boundary'),
    AUDIENCE,
    ISSUER,
    IDS,
    option(
      '--whole-owners <owners>',
      "of the trust policy: one subject, repo:OWNER/*, in place of all of these owners', several with commas between",
    ),
  ],
  examples: [
    ['daypass policy broker --state s3://acme-daypass', 'for the roles in roles/'],
    ['daypass policy all > daypass-policies.json', 'for the Terraform module'],
  ],
  run: async () => (await import('../commands/policy.ts')).policyCommand,
}

const TRUST_POLICY: CommandUsage = {
  name: 'trust-policy',
  synopsis: '<role> [options]',
  group: GROUP,
  summary: "print the trust policy that a role's subjects ask for",
  description:
    'Prints the trust policy for the IAM role behind an assumed_role: the jobs of its subjects with the right audience, under a session name of daypass’s shape. With --broker: that principal instead, for jobs that come through a broker. Asks nothing of AWS.',
  arguments: [['<role>', 'name of the role']],
  options: [
    option('--role-arn <arn>', 'which of several role_arns'),
    option('--broker <arn>', 'trust this role or user, which takes the role for others'),
    AUDIENCE,
    ISSUER,
    IDS,
  ],
  examples: [
    ['daypass trust-policy deploy-role', 'for jobs that take it with their OIDC token'],
    [
      'daypass trust-policy deploy-role --broker arn:aws:iam::123456789012:role/daypass-broker',
      'for a broker',
    ],
  ],
  run: async () => (await import('../commands/trust-policy.ts')).trustPolicyCommand,
}

/** `policy` and `trust-policy`. */
export const RIGHTS_COMMANDS: readonly CommandUsage[] = [POLICY, TRUST_POLICY]
