import type { ActionInfo } from '../actions/action-table.ts'
import type { Clause } from '../access/clauses.ts'
import type { Grant } from '../access/grants.ts'

/** A resource and a context to ask about. */
export interface SampleRequest {
  readonly resource: string
  readonly context: Readonly<Record<string, string | readonly string[]>>
}

interface Sampled {
  readonly grant: Grant
  /** A deny whose conditions the request should fulfil too. */
  readonly deny: Grant | undefined
  readonly info: ActionInfo | undefined
  /** Entries of `Resource` and the like that may lie between the two sides. */
  readonly hints: readonly string[]
}

/** Requests that a grant probably allows: made up, so each must be tried. */
export function sampleRequests({ grant, deny, info, hints }: Sampled): readonly SampleRequest[] {
  const clauses = [...(deny?.clauses ?? []), ...grant.clauses]
  const context = Object.fromEntries([
    ...VARIABLES,
    ...clauses.flatMap(({ key, ...clause }) => {
      const value = sampleValue({ key, ...clause })
      return value === undefined ? [] : [[key, value] as const]
    }),
  ])
  const lonely = Object.fromEntries(
    Object.entries(context).filter(([key]) => grant.clauses.some((clause) => clause.key === key)),
  )
  const resources = [
    ...(deny?.reach.kind === 'entry' ? [deny.reach.resource] : []),
    ...(grant.reach.kind === 'entry' ? [grant.reach.resource] : []),
    ...(info?.resourceTypes.flatMap(({ templates }) => templates.map(templateText)) ?? []),
    ...hints,
    '*',
  ]
  return resources.map(sampleText).flatMap((resource) => [
    { resource, context },
    { resource, context: { ...Object.fromEntries(VARIABLES), ...lonely } },
  ])
}

const STAND_IN = 'daypass-sample'

const VARIABLES: readonly (readonly [string, string])[] = [
  ['aws:username', STAND_IN],
  ['aws:userid', STAND_IN],
  ['aws:principalaccount', '123456789012'],
]

/** `*` alone stays: it is the resource of actions without one. */
function sampleText(pattern: string): string {
  if (pattern === '*') return pattern
  return pattern
    .replace(/\$\{([*?$])\}/g, '$1')
    .replace(/\$\{[^}]*\}/g, STAND_IN)
    .replaceAll('*', STAND_IN)
    .replaceAll('?', 'x')
}

function templateText(template: string): string {
  return template
    .replaceAll('${Partition}', 'aws')
    .replaceAll('${Region}', 'eu-west-1')
    .replaceAll('${Account}', '123456789012')
}

/** A value of the key under which the clause holds, as far as that is easy to find. */
function sampleValue({ operator, values }: Clause): string | readonly string[] | undefined {
  const [value = ''] = values
  if (operator === undefined || operator.isNull) {
    return value.toLowerCase() === 'false' ? STAND_IN : undefined
  }
  const one = sampleOf(operator.name, operator.negated, value)
  return operator.qualifier === undefined ? one : [one]
}

function sampleOf(name: string, isNegated: boolean, value: string): string {
  const base = name.replace(/^For\w+:/, '').replace(/IfExists$/, '')
  if (base.endsWith('LessThan')) return shifted(value, -1)
  if (base.endsWith('GreaterThan')) return shifted(value, 1)
  if (!isNegated) return sampleText(value).replace(/\/\d+$/, base === 'IpAddress' ? '' : '$&')
  if (base.startsWith('Not')) return '203.0.113.77'
  if (base.startsWith('Arn')) return `arn:aws:s3:::${STAND_IN}-other`
  return base.startsWith('String') ? `${STAND_IN}-other` : shifted(value, 1)
}

function shifted(value: string, by: number): string {
  if (/^\d+$/.test(value)) return String(Number(value) + by)
  const time = Date.parse(value)
  return Number.isNaN(time) ? value : new Date(time + by * 1000).toISOString()
}
