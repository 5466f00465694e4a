import { LIVE_STATUSES } from '../../core/lease/lease.ts'
import { type CommandUsage, oneOf, option } from './grammar.ts'

const GROUP = 'Leases:'

const LEASES: CommandUsage = {
  name: 'leases',
  synopsis: '[options]',
  group: GROUP,
  summary: 'list the leases that live',
  description: 'Lists the leases that live, those that end first at the top.',
  options: [
    option('--role <role>', 'only those of a role'),
    oneOf('--status <status>', LIVE_STATUSES, `only those that are ${LIVE_STATUSES.join(', ')}`),
    option(
      '--holder <text>',
      'only those whose holder has this in its repository, run, job, user, …',
    ),
    option('--stuck', 'only those whose revocation failed three times or more'),
  ],
  examples: [
    ['daypass leases --role deploy-role', 'who has deploy-role now'],
    ['daypass leases --holder octo/app --json', 'what one repository holds, for a program'],
  ],
  run: async () => (await import('../commands/leases.ts')).leasesCommand,
}

const LEASE: CommandUsage = {
  name: 'lease',
  synopsis: '<lease>',
  group: GROUP,
  summary: 'show one lease, live or ended',
  description:
    'Shows one lease: who holds it, what stands behind it in AWS, when it ends, and how its revocation went.',
  arguments: [['<lease>', 'id of the lease']],
  examples: [['daypass lease "$DAYPASS_LEASE_ID"', 'the lease of this shell']],
  run: async () => (await import('../commands/lease.ts')).leaseCommand,
}

const SWEEP: CommandUsage = {
  name: 'sweep',
  synopsis: '[options]',
  group: GROUP,
  summary: 'end all leases whose time is up',
  description:
    'Ends what is due: expired leases, issues that nobody finished, revocations that failed. Safe to run anywhere, at any time, any number at once. Ends with 1 while a revocation fails or is stuck.',
  options: [
    option('--dry-run', 'change nothing, show what would end'),
    option('--full', 'look at every live lease, not only at what is due; once a day is plenty'),
  ],
  examples: [
    ['daypass sweep', 'every few minutes, from cron or a scheduled workflow'],
    ['daypass sweep --dry-run', 'see what is due'],
  ],
  run: async () => (await import('../commands/sweep.ts')).sweepCommand,
}

const INVENTORY: CommandUsage = {
  name: 'inventory',
  synopsis: '[options]',
  group: GROUP,
  summary: 'hold what is in IAM against the state',
  description:
    'Lists users with their keys, policies and roles in IAM that are daypass’s or look so, and says of each: orphan (ours, and no lease leads to it), missing (the state says that it is there), stranger (looks like ours, and nothing proves it), due (a sweep takes it away), live. Works without a state that can be read, and tells all the same. Changes nothing without --remove. Ends with 1 where orphans are left.',
  options: [
    option(
      '--remove',
      'take away the orphans that are proven ours and dead, one by one; nothing young, no stranger',
    ),
  ],
  examples: [
    ['daypass inventory', 'before somebody else finds it'],
    ['daypass inventory --remove', 'rid of what nothing leads to any more'],
    ['daypass inventory --json | jq \'.things[] | select(.word == "orphan")\'', 'for a program'],
  ],
  run: async () => (await import('../commands/inventory.ts')).inventoryCommand,
}

const RECONCILE: CommandUsage = {
  name: 'reconcile',
  synopsis: '[options]',
  group: GROUP,
  summary: 'finish the revocations that others began',
  description:
    'Writes the denies that wait for somebody with the right to write IAM policies, tries failed revocations again, and removes the denies of sessions that have ended: the part of a sweep that leaves everything alone that nobody began to revoke. Safe to run anywhere, any number at once. Ends with 1 while a revocation fails or is stuck.',
  examples: [['daypass reconcile', 'every minute, where jobs run with --revocation tombstone']],
  run: async () => (await import('../commands/reconcile.ts')).reconcileCommand,
}

const REPORT: CommandUsage = {
  name: 'report',
  synopsis: '[options]',
  group: GROUP,
  summary: 'report what happened to leases, as a table, a page or metrics',
  description:
    'Reports from the audit trail, role by role, how many leases were issued and how they ended, and which could not be taken back. --html makes a page with a timeline, in one file and without a script.',
  options: [
    option('--since <duration>', 'how far to look back (default 24h)'),
    option('--html [file]', 'a page for a browser, into a file or to standard output'),
    option('--prometheus', "metrics in Prometheus' text format"),
  ],
  examples: [
    ['daypass report --since 7d', 'the last week in a table'],
    ['daypass report --since 7d --html leases.html', 'the same to look at'],
    [
      'daypass report --prometheus > /var/lib/node_exporter/daypass.prom',
      'from cron, for the textfile collector',
    ],
  ],
  run: async () => (await import('../commands/report.ts')).reportCommand,
}

/** `leases`, `lease`, `sweep`, `reconcile`, `inventory` and `report`. */
export const LEASE_COMMANDS: readonly CommandUsage[] = [
  LEASES,
  LEASE,
  SWEEP,
  RECONCILE,
  INVENTORY,
  REPORT,
]
