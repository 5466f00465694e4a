/** Where the request came from. */
export type HolderKind = 'github' | 'terraform' | 'shell'

/** What may be known about a holder; which of them are there depends on its kind. */
export const HOLDER_FIELDS = [
  'repository',
  'run_id',
  'run_attempt',
  'job',
  'workflow',
  'actor',
  'ref',
  'sha',
  'workspace',
  'user',
  'host',
] as const

/** A field of {@link Holder}; also the name of a template variable. */
export type HolderField = (typeof HOLDER_FIELDS)[number]

/**
 * Who holds a lease: a workflow job (repository, run, job, actor, ref, sha), a Terraform workspace, or
 * a person's shell (user and host). Given by the face, recorded in the lease, shown in lists; never used
 * to decide about access.
 */
export type Holder = Readonly<{ kind: HolderKind } & Partial<Record<HolderField, string>>>

/** One line for lists: `octo/app run 42 deploy`, `workspace prod`, `ann@laptop`. */
export function describeHolder(holder: Holder): string {
  switch (holder.kind) {
    case 'github': {
      const run = holder.run_id === undefined ? [] : [`run ${holder.run_id}`]
      return [holder.repository ?? 'unknown repository', ...run, holder.job ?? ''].join(' ').trim()
    }
    case 'terraform':
      return `workspace ${holder.workspace ?? 'default'}`
    case 'shell':
      return `${holder.user ?? 'unknown'}@${holder.host ?? 'unknown'}`
  }
}
