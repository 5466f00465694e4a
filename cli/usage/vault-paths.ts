/** A path of Vault's engine without its mount: `aws/creds/s3-reader` is of kind `creds`. */
export interface VaultPath {
  readonly kind: string
  /** What follows, such as the role's name; empty for a list. */
  readonly rest: string
}

const ENGINE =
  /^(?:.+?\/)??(creds|sts|roles|static-creds|static-roles|config|sys\/leases\/\w+)(?:\/(.*))?$/
const OWN_LEASE = /^(?:.+\/)?([^/]+\/[A-Za-z0-9]{22})$/

/** Reads a path of the engine; undefined for other words. */
export function readPath(text: string): VaultPath | undefined {
  if (!text.includes('/')) return undefined
  const [, kind, rest = ''] = ENGINE.exec(text.replace(/^\/+|\/+$/g, '')) ?? []
  if (kind === undefined) return undefined
  return kind.startsWith('sys/') ? { kind: 'leases', rest } : { kind, rest }
}

/** The role whose credentials a path stands for. */
export function roleInPath(text: string): string | undefined {
  const { kind, rest = '' } = readPath(text) ?? {}
  const isOfRole = kind === 'creds' || kind === 'sts' || kind === 'roles'
  return isOfRole && rest !== '' && !rest.includes('/') ? rest : undefined
}

/** What revokes, renews or shows the lease, or the leases, that a text in Vault's form names. */
export function lineForLease(verb: string, text: string): string {
  const own = OWN_LEASE.exec(text)?.[1]
  if (own !== undefined) return `daypass ${verb} ${own}`
  const role = roleInPath(text)
  if (role !== undefined)
    return verb === 'revoke'
      ? `daypass revoke --prefix ${role}`
      : `daypass leases --role ${role} shows the ids`
  return readPath(text) === undefined
    ? `daypass leases shows the ids; all of a role: daypass revoke --prefix ROLE`
    : `a lease of Vault's ends in Vault: vault lease revoke ${text}`
}

/** What does here what a verb of Vault's does to a path. */
export function lineForPath(verb: string, { kind, rest }: VaultPath, options: string): string {
  const name = rest === '' ? 'NAME' : rest
  if (kind === 'creds' || kind === 'sts') return `daypass issue ${name}${options}`
  if (kind === 'static-creds') return `daypass static-creds ${name}`
  if (kind === 'leases') return `daypass leases --role ${roleInPath(rest) ?? 'ROLE'}`
  if (kind === 'config') return CONFIG[`${verb} ${name}`] ?? CONFIG[name] ?? 'daypass root show'
  const command = kind === 'roles' ? 'role' : 'static-role'
  if (verb === 'list' || rest === '') return `daypass ${command} list`
  if (verb === 'read') return `daypass ${command} show ${name}`
  if (verb === 'delete') return `daypass ${command} delete ${name}`
  return `a ${kind === 'roles' ? 'role' : 'static role'} is a file with the same fields: daypass ${command} write ${name}.yaml`
}

const CONFIG: Readonly<Record<string, string>> = {
  'read root': 'daypass root show',
  root: 'daypass root set',
  'rotate-root': 'daypass root rotate',
  lease: 'default_ttl and max_ttl in each role',
}
