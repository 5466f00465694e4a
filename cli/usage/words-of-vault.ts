import type { Described } from '../error-text.ts'
import { lineForLease, lineForPath, readPath, roleInPath } from './vault-paths.ts'

/** A line that daypass could not follow, with the cure for those who typed what they would type to Vault. */
export function hintOfVault(described: Described, argv: readonly string[]): Described {
  if (!WRONG_LINES.has(described.code)) return described
  const line = readLine(argv)
  const hint = ofVerb(line) ?? ofCommand(line) ?? ofOptions(line)
  return hint === undefined ? described : { ...described, hint }
}

const WRONG_LINES = new Set([
  'request-invalid',
  'role-not-found',
  'role-invalid',
  'lease-not-found',
])

interface Line {
  readonly words: readonly string[]
  /** Those before the first option: what follows may be its value. */
  readonly leading: readonly string[]
  /** `-name=value`, `--name value`, and `name=value`, by their names; a switch has an empty value. */
  readonly options: ReadonlyMap<string, string>
  /** The first with one dash and a long name, which daypass does not have. */
  readonly oneDash: string | undefined
  /** Whether there is a `name=value` without a dash. */
  readonly isAssigning: boolean
}

function readLine(argv: readonly string[]): Line {
  const end = argv.indexOf('--')
  const texts = argv.slice(0, end === -1 ? argv.length : end)
  const options = new Map<string, string>()
  for (const [index, text] of texts.entries()) {
    const [, dashes = '', name = '', value] = /^(-{0,2})([a-z][\w-]*)(?:=([^]*))?$/.exec(text) ?? []
    if (name === '' || (dashes === '' && value === undefined)) continue
    const next = texts[index + 1] ?? '-'
    options.set(name.replaceAll('_', '-'), value ?? (next.startsWith('-') ? '' : next))
  }
  const first = texts.findIndex((text) => text.startsWith('-'))
  return {
    leading: first === -1 ? texts : texts.slice(0, first),
    words: texts.filter((text) => !/^-|^\w+=/.test(text)),
    options,
    oneDash: texts.find((text) => /^-[a-z][\w-]/.test(text)),
    isAssigning: texts.some((text) => /^\w+=/.test(text)),
  }
}

/** Verbs that daypass does not have. */
function ofVerb({ words, options }: Line): string | undefined {
  const [verb = '', ...rest] = words
  if (Object.hasOwn(WORDS, verb)) return WORDS[`${verb} ${rest[0] ?? ''}`] ?? WORDS[verb]
  if (!['read', 'write', 'list', 'delete'].includes(verb)) return undefined
  const path = rest.map(readPath).find((one) => one !== undefined)
  if (path === undefined) return 'daypass issue ROLE; daypass role list shows the roles'
  return withField(lineForPath(verb, path, requestOptions(options)), options.get('field'))
}

const WORDS: Readonly<Record<string, string>> = {
  secrets: 'there is nothing to mount: --state names where leases live, and daypass doctor looks',
  'secrets disable': 'daypass revoke --everything takes all leases of the state back',
  login: 'there is nothing to log in to: daypass doctor shows as whom AWS sees you',
  token: 'there are no tokens: daypass doctor shows as whom AWS sees you',
  status: 'there is no server: daypass doctor looks at AWS and the state',
  unwrap: 'nothing is wrapped: daypass exec ROLE -- COMMAND hands credentials to nobody else',
}

/** Words of Vault's in the place of a name, or of a command below. */
function ofCommand({ words, leading, options }: Line): string | undefined {
  const [command = '', second = '', third = ''] = leading
  if (command === 'lease' && LEASE_VERBS.has(second)) {
    const verb = second === 'lookup' ? 'lease' : second
    return verb === 'list' ? 'daypass leases' : lineForLease(verb, words[2] ?? '')
  }
  if (['lease', 'renew', 'revoke'].includes(command)) {
    const prefix = options.get('prefix') ?? ''
    return [second, prefix].some((text) => readPath(text) !== undefined)
      ? lineForLease(command, readPath(second) === undefined ? prefix : second)
      : undefined
  }
  if (command === 'role' || command === 'static-role') return ofRole(command, second, third)
  if (command === 'static-creds') {
    const path = readPath(second)
    return path === undefined ? undefined : `daypass static-creds ${path.rest}`
  }
  const role = ['issue', 'exec', 'console'].includes(command) ? roleInPath(second) : undefined
  if (role === undefined) return undefined
  const line = `daypass ${command} ${role}${requestOptions(options)}`
  return command === 'issue' ? withField(line, options.get('field')) : line
}

const LEASE_VERBS = new Set(['revoke', 'renew', 'lookup', 'list'])

function ofRole(command: string, verb: string, name: string): string | undefined {
  const path = readPath(name)
  if (path !== undefined && !/\.(?:ya?ml|json)$/.test(name))
    return lineForPath(verb === 'show' ? 'read' : verb, path, '')
  if (verb === 'read') return `daypass ${command} show ${name}`
  return verb === 'write' && !/[./]/.test(name) && name !== '' && name !== '-'
    ? `a role is a file with the same fields: daypass ${command} write ${name}.yaml`
    : undefined
}

/** Options of Vault's, and options in Vault's form. */
function ofOptions({ leading, options, oneDash, isAssigning }: Line): string | undefined {
  const [command = '', name = 'ROLE'] = leading
  if (options.has('wrap-ttl')) return WORDS['unwrap']
  if (command === 'issue' && options.has('field'))
    return withField(`daypass issue ${name}${requestOptions(options)}`, options.get('field'))
  if (command === 'revoke' && options.has('all'))
    return 'daypass revoke --everything takes back all, --prefix ROLE all of one role'
  if (command === 'revoke' && options.has('force'))
    return 'no lease is forgotten: what fails is tried until it succeeds; daypass leases --stuck'
  if (oneDash !== undefined) {
    const [option = '', value] = oneDash.slice(1).split('=')
    return `options begin with two dashes: --${option}${value === undefined ? '' : ` ${value}`}`
  }
  const given = requestOptions(options)
  const isAsking = isAssigning && ['issue', 'exec', 'console'].includes(command)
  return isAsking && given !== '' ? `daypass ${command} ${name}${given}` : undefined
}

const REQUEST = ['ttl', 'role-arn', 'role-session-name', 'mfa-code']

function requestOptions(options: ReadonlyMap<string, string>): string {
  return REQUEST.flatMap((name) => {
    const value = options.get(name) ?? ''
    return value === '' ? [] : [` --${name} ${value}`]
  }).join('')
}

/** Two reads of Vault's are two leases, and parts of them no pair: so the pair is named too. */
function withField(line: string, field: string | undefined): string {
  return field === undefined || !line.startsWith('daypass issue')
    ? line
    : `${line} | jq -r .${field}; all parts at once: eval "$(${line} --format env)"`
}
