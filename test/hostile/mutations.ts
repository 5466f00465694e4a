/** An altered object, and how. */
export interface Mutation {
  readonly key: string
  readonly what: string
  /** Whether several fields were altered so that they fit. */
  readonly isAimed: boolean
  readonly body: string
}

const ODD = [
  '',
  '../../x',
  '\u001B]0;x\u0007',
  '9999-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  -1,
  0,
  1e15,
  true,
  false,
  null,
  [],
  {},
]
const WORDS = [
  'active',
  'pending',
  'revoking',
  'ended',
  'empty',
  'steady',
  'creating',
  'proving',
  'retiring',
  'removing',
  'everything',
  'user',
  'role',
  'inline',
  'managed',
]

/** Every mutation of a document. */
export function mutationsOf(
  key: string,
  body: string,
  names: readonly string[],
): readonly Mutation[] {
  const mutations: Mutation[] = []
  const document: unknown = JSON.parse(body)
  walk(document, [], (path, holder, name) => {
    const own = holder[name]
    const words = typeof own === 'string' && WORDS.includes(own) ? WORDS : []
    for (const value of [undefined, ...ODD, ...names, ...words]) {
      holder[name] = value
      mutations.push({
        key,
        isAimed: false,
        what: `${path.join('.')} = ${JSON.stringify(value)}`,
        body: JSON.stringify(document),
      })
    }
    holder[name] = own
  })
  return [...mutations, ...swapped(key, body, names), ...aimed(key, body, names)]
}

/** Every field of an object, and of those within. */
function walk(
  value: unknown,
  path: readonly string[],
  visit: (path: readonly string[], holder: Record<string, unknown>, name: string) => void,
): void {
  if (typeof value !== 'object' || value === null) return
  const holder = value as Record<string, unknown>
  for (const name of Object.keys(holder)) {
    visit([...path, name], holder, name)
    walk(holder[name], [...path, name], visit)
  }
}

/** The same user, key or policy in all its places, alone and with others. */
function swapped(key: string, body: string, names: readonly string[]): readonly Mutation[] {
  const found = [
    /"(?:user_name|username|name)": "([^"]+)"/,
    /"(?:arn|issuer_arn|role_arn)": "([^"]+)"/,
    /"id": "([^"]+)"/,
    /"access_key_id": "([^"]+)"/,
  ]
  const pairs = found.flatMap((pattern, at) => {
    const own = pattern.exec(body)?.[1]
    return own === undefined ? [] : [[own, names[at] ?? ''] as const]
  })
  return Array.from({ length: 2 ** pairs.length }, (_, bits) => {
    const chosen = pairs.filter((_pair, at) => (bits & (1 << at)) !== 0)
    const text = chosen.reduce(
      (altered, [own, to]) => altered.replaceAll(`"${own}"`, `"${to}"`),
      body,
    )
    return { key, isAimed: true, what: `swaps ${chosen.map(([own]) => own).join()}`, body: text }
  })
}

/** Whole records that somebody made up: keys to be removed, attempts without an end. */
function aimed(key: string, body: string, names: readonly string[]): readonly Mutation[] {
  if (!key.startsWith('static/') && !key.startsWith('root/')) return []
  const [name = '', arn = '', id = '', accessKey = ''] = names
  const fields = JSON.parse(body) as Record<string, unknown>
  const user = { name, arn, id }
  const role = { ...(fields['role'] as object), username: name }
  const ids = [{ access_key_id: accessKey }]
  const far = '9999-01-01T00:00:00Z'
  const attempt = {
    begun_at: '2000-01-01T00:00:00Z',
    creates_until: far,
    until: '2000-01-01T00:00:00Z',
    keys_before: [],
  }
  const { current, ...rest } = fields
  const old = { ...(current as object), access_key_id: accessKey }
  const records = [
    { ...rest, user, phase: 'removing', access_keys: ids },
    { ...rest, user, phase: 'removing', access_keys: ids, attempt },
    { ...rest, user, phase: 'empty' },
    { ...rest, user, phase: 'creating', attempt },
    { ...rest, user, phase: 'proving', candidate: old, attempt },
    { ...rest, user, phase: 'retiring', current, old, attempt, until: '2000-01-01T00:00:00Z' },
  ].map((record) => ('role' in fields ? { ...record, role } : record))
  return records.map((record) => ({
    key,
    isAimed: true,
    what: `made up, ${record.phase}`,
    body: JSON.stringify(record),
  }))
}
