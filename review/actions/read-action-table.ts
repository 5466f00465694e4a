import { matchesAction } from '../../core/policy/match.ts'
import { type ActionSet, complement, setOf } from './action-set.ts'
import type { AccessLevel, ActionInfo, ActionTable, ResourceType } from './action-table.ts'
import { fitsResourceType } from '../patterns/resource-patterns.ts'

/** The table as `scripts/generate-action-table.ts` writes it. */
export interface WrittenTable {
  readonly date: string
  /** `name=Type`, separated by spaces. */
  readonly keys: string
  /** Lists of indexes into `keys`, separated by spaces. Numbers are in base 36. */
  readonly keySets: string
  /** By prefix: kinds of resources, `#`, actions. */
  readonly services: Readonly<Record<string, string>>
}

const LEVELS: Readonly<Record<string, AccessLevel>> = {
  P: 'Permissions management',
  T: 'Tagging',
  W: 'Write',
  R: 'Read',
  L: 'List',
}

/** Reads the compact form of the table. */
export function readActionTable(written: WrittenTable): ActionTable {
  const keys = written.keys.split(' ').map((entry) => entry.split('='))
  const keyNames = keys.map(([name = '']) => name)
  const keySets = written.keySets
    .split(' ')
    .map((set) => set.split(',').map((index) => keyNames[parseInt(index, 36)] ?? ''))
  const keysOf = (index = '') => (index === '' ? [] : (keySets[parseInt(index, 36)] ?? []))
  const types = new Map<string, readonly ResourceType[]>()
  const byService = new Map<string, readonly ActionInfo[]>()
  const actions: ActionInfo[] = []
  for (const [service, line] of Object.entries(written.services)) {
    const [kinds = '', names = ''] = line.split('#')
    const resourceTypes = items(kinds).map((text) => readType(service, text, keysOf))
    const own = items(names).map((text, position) =>
      readAction({ service, index: actions.length + position, text, resourceTypes, keysOf }),
    )
    types.set(service, resourceTypes)
    byService.set(service, own)
    actions.push(...own)
  }
  return {
    date: written.date,
    services: [...byService.keys()],
    actions,
    ...lookups(actions, byService, types),
    conditionKeyType: keyTypes(keys),
    ...memories(actions, byService),
  }
}

type KeysOf = (index: string | undefined) => readonly string[]

function items(text: string): readonly string[] {
  return text === '' ? [] : text.split(';')
}

function readType(service: string, text: string, keysOf: KeysOf): ResourceType {
  const [name = '', arns = '', keySet] = text.split('|')
  const templates = arns.split(' ')
  return {
    service,
    name,
    templates,
    patterns: templates.map(patternOf),
    isSlashless: templates.every((template) => template.endsWith('${BucketName}')),
    conditionKeys: keysOf(keySet),
  }
}

/** A region is never empty; an account is, on servers other than AWS. */
function patternOf(template: string): string {
  return template.replaceAll('${Region}', '?*').replace(/\$\{[^}]*\}/g, '*')
}

interface ActionText {
  readonly service: string
  readonly index: number
  readonly text: string
  readonly resourceTypes: readonly ResourceType[]
  readonly keysOf: KeysOf
}

function readAction({ service, index, text, resourceTypes, keysOf }: ActionText): ActionInfo {
  const [name = '', letter = '', kinds = '', keySet] = text.split('|')
  const own = (kinds === '' ? [] : kinds.split(',')).flatMap(
    (kind) => resourceTypes[parseInt(kind, 36)] ?? [],
  )
  return {
    index,
    service,
    name: `${service}:${name}`,
    level: LEVELS[letter] ?? 'Write',
    isWriting: letter !== 'R' && letter !== 'L',
    isUnscoped: own.length === 0,
    resourceTypes: own,
    conditionKeys: keysOf(keySet),
  }
}

function lookups(
  actions: readonly ActionInfo[],
  byService: ReadonlyMap<string, readonly ActionInfo[]>,
  types: ReadonlyMap<string, readonly ResourceType[]>,
): Pick<ActionTable, 'find' | 'actionsOf' | 'resourceTypesOf'> {
  const byName = new Map(actions.map((action) => [action.name.toLowerCase(), action]))
  return {
    find: (name) => byName.get(name.toLowerCase()),
    actionsOf: (service) => byService.get(service.toLowerCase()) ?? [],
    resourceTypesOf: (service) => types.get(service.toLowerCase()) ?? [],
  }
}

/**
 * A key with a placeholder, such as `aws:ResourceTag/${TagKey}` or `s3:ExistingObjectTag/<key>`, stands for every key that
 * begins like it.
 */
function keyTypes(keys: readonly (readonly string[])[]): ActionTable['conditionKeyType'] {
  const exact = new Map<string, string>()
  const begun: (readonly [start: string, end: string, type: string])[] = []
  for (const [name = '', type = ''] of keys) {
    const [start = '', end] = name
      .toLowerCase()
      .replace(/\/tag-key$/, '/${}')
      .split(/\$\{[^}]*\}|<[^>]*>/)
    if (end === undefined) exact.set(start, type)
    else begun.push([start, end, type])
  }
  return (key) => {
    const lower = key.toLowerCase()
    return (
      exact.get(lower) ??
      begun.find(([start, end]) => lower.startsWith(start) && lower.endsWith(end))?.[2]
    )
  }
}

function memories(
  actions: readonly ActionInfo[],
  byService: ReadonlyMap<string, readonly ActionInfo[]>,
): Pick<ActionTable, 'matching' | 'fitting'> {
  const size = actions.length
  const all = complement(setOf(size, []), size)
  const indexes = (fits: (action: ActionInfo) => boolean, among: readonly ActionInfo[]) =>
    setOf(
      size,
      among.filter(fits).map(({ index }) => index),
    )
  const candidates = byArnService(actions)
  const amongOf = (pattern: string) =>
    /[*?]/.test(pattern) ? actions : (byService.get(pattern.toLowerCase()) ?? [])
  return {
    matching: remembered((entry) => {
      if (entry === '*') return all
      const [service = ''] = entry.split(':', 1)
      return indexes(({ name }) => matchesAction(entry, name.toLowerCase()), amongOf(service))
    }),
    fitting: remembered((resource) => {
      if (resource === '*') return all
      const [, , service = '*'] = resource.split(':', 3)
      const among = /[*?$]/.test(service) ? actions : candidates(service)
      const fits = new Map<ResourceType, boolean>()
      const fitsType = (type: ResourceType) => {
        const known = fits.get(type) ?? fitsResourceType(resource, type)
        fits.set(type, known)
        return known
      }
      return indexes(({ resourceTypes }) => resourceTypes.some(fitsType), among)
    }),
  }
}

/** Actions by the service that stands in the ARNs of what they work on, which may be another than their own. */
function byArnService(actions: readonly ActionInfo[]): (service: string) => readonly ActionInfo[] {
  const groups = new Map<string, ActionInfo[]>()
  for (const action of actions) {
    const services = action.resourceTypes.flatMap(({ patterns }) =>
      patterns.map((pattern) => pattern.split(':', 3)[2] ?? '*'),
    )
    for (const service of new Set(services)) {
      const key = service.includes('*') ? '*' : service
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [action])
      else group.push(action)
    }
  }
  return (service) => [...(groups.get(service) ?? []), ...(groups.get('*') ?? [])]
}

function remembered(answer: (text: string) => ActionSet): (text: string) => ActionSet {
  const answers = new Map<string, ActionSet>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const fresh = answer(text)
    answers.set(text, fresh)
    return fresh
  }
}
