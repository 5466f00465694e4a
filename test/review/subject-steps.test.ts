/**
 * Of random steps from one role to another, none that lets somebody new in is called the same or narrower. Who is let in
 * is read here once more, from docs/subjects.md and docs/roles.md, without the code that decides it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareRoles } from '../../review/compare/compare-roles.ts'
import { role, table } from './stage.ts'

interface Token {
  readonly iss: string
  readonly sub: string
  readonly claims: Readonly<Record<string, string>>
}

interface Whom {
  readonly subjects?: readonly string[]
  readonly claims?: Readonly<Record<string, readonly string[]>>
}

const GITHUB = 'https://token.actions.githubusercontent.com'
const ISSUERS = [
  GITHUB,
  `${GITHUB}/acme`,
  'https://ghes.example/_services/token',
  'https://gitlab.com',
  'https://evil.example',
]
const OF_GITHUB = ISSUERS.slice(0, 3)
const STRANGERS = ['pull_request_target', 'workflow_run', 'issue_comment']
/** What a subject of GitHub's servers begins with. */
const GITHUB_FIRST = /^(repo|repository|repository_id|repository_owner|environment|ref|actor):/

// Who is let in, once more.

function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, (one) => `\\${one}`)
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]')
  return new RegExp(`^${source}$`).test(text)
}

function isFor(subject: string, { iss, sub }: Token): boolean {
  const [, issuer, wanted = subject] = /^(https:[^#]+)#(.*)$/.exec(subject) ?? []
  if (issuer !== undefined && issuer !== iss) return false
  if (issuer === undefined && GITHUB_FIRST.test(subject) && !OF_GITHUB.includes(iss)) return false
  return fits(wanted, sub)
}

function letsIn({ subjects, claims }: Whom, token: Token): boolean {
  if (subjects === undefined && claims === undefined) return true
  if (subjects?.some((one) => isFor(one, token)) === false) return false
  const { event_name: event = '' } = token.claims
  if (STRANGERS.includes(event) && claims?.['event_name'] === undefined) return false
  return Object.entries(claims ?? {}).every(([name, wanted]) => {
    const said = token.claims[name]
    return said !== undefined && wanted.some((one) => fits(one, said))
  })
}

// Roles near each other, and tokens near both.

const names = fc.constantFrom('octo', 'octo@1', 'Octo', 'acme', 'oct?', 'octo@*', '*', 'o*')
const repositories = fc.constantFrom('app', 'app@2', 'a?p', 'web', '*', 'app@*', 'a*')
const ends = fc.constantFrom(
  'ref:refs/heads/main',
  'ref:refs/heads/*',
  'ref:*',
  'environment:prod',
  'environment:?',
  'environment:${*}',
  'environment:${a}',
  'environment:pr*d',
  'pull_request',
  'pull_*',
  '*',
  '?*',
  '*?',
  '*:*',
)
const bare = fc.oneof(
  fc.tuple(names, repositories, ends).map(([o, r, end]) => `repo:${o}/${r}:${end}`),
  fc
    .tuple(
      fc.constantFrom('repository_id:2', 'repository_id:2*', 'repository_owner:octo', 'r*'),
      ends,
    )
    .map(([first, end]) => `${first}:${end}`),
  fc.constantFrom(
    '*',
    '?*',
    'repo:octo/app',
    'system:serviceaccount:ci:*',
    'project_path:octo/app:*',
    'project_path:*',
  ),
)
const subject = fc.oneof(
  { weight: 5, arbitrary: bare },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...ISSUERS), bare).map(([i, s]) => `${i}#${s}`),
  },
)
const VALUES = {
  event_name: ['push', 'pull_request_target', 'workflow_run', 'pull_*', '*', 'issue_?omment'],
  ref: ['refs/heads/main', 'refs/heads/*', '*'],
  repository_id: ['2', '2?', '?'],
}
const values = (of: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 2 })
const claims = fc.record(
  {
    event_name: values(VALUES.event_name),
    ref: values(VALUES.ref),
    repository_id: values(VALUES.repository_id),
  },
  { requiredKeys: [], noNullPrototype: true },
)
const whom: fc.Arbitrary<Whom> = fc.record(
  { subjects: fc.uniqueArray(subject, { minLength: 1, maxLength: 3 }), claims },
  { requiredKeys: [], noNullPrototype: true },
)
const step = fc
  .tuple(whom, whom, fc.constantFrom('all', 'subjects', 'claims', 'one more'))
  .map(([before, other, changed]) => {
    if (changed === 'subjects')
      return { before, after: only({ ...before, subjects: other.subjects }) }
    if (changed === 'claims') return { before, after: only({ ...before, claims: other.claims }) }
    if (changed === 'all') return { before, after: other }
    const subjects = [...(before.subjects ?? []), ...(other.subjects ?? [])]
    return {
      before,
      after: only({ ...before, subjects: subjects.length > 0 ? subjects : undefined }),
    }
  })

function only(given: {
  readonly [K in keyof Whom]: Whom[K] | undefined
}): Whom {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** Tokens that fit the patterns of a role, or nearly. */
function tokensNear({ subjects = ['*'] }: Whom): readonly Token[] {
  return subjects.flatMap((one) => {
    const pattern = one.split('#').at(-1) ?? ''
    const subs = ['', 'x', 'a:b', '{a}'].map((text) =>
      pattern.replaceAll('*', text).replaceAll('?', 'y'),
    )
    return ISSUERS.flatMap((iss) =>
      subs.flatMap((sub) => SAID.map((said): Token => ({ iss, sub, claims: said }))),
    )
  })
}

const SAID = [
  {},
  { event_name: 'push', ref: 'refs/heads/main', repository_id: '2' },
  { event_name: 'push', ref: 'refs/heads/x', repository_id: '3' },
  { event_name: 'pull_request_target', ref: 'refs/heads/main', repository_id: '2' },
  { event_name: 'workflow_run', ref: 'refs/heads/main', repository_id: '23' },
  { event_name: 'issue_comment', ref: 'refs/heads/main', repository_id: '2' },
]

const sourced = role(JSON.stringify({ credential_type: 'session_token' }))
const set = (one: Whom) => ({
  roles: [{ ...sourced, role: { ...sourced.role, ...one } }],
  unreadable: [],
})

test('of 6,000 random steps none that lets somebody new in is called the same or narrower', () => {
  const seen = { wider: 0, others: 0 }
  fc.assert(
    fc.property(step, ({ before, after }) => {
      const [only] = compareRoles(set(before), set(after), { table }).roles
      assert.ok(only)
      if (only.verdict === 'wider') {
        seen.wider += 1
        return
      }
      seen.others += 1
      const tokens = [...tokensNear(before), ...tokensNear(after)]
      const entered = tokens.find((token) => letsIn(after, token) && !letsIn(before, token))
      assert.equal(
        entered,
        undefined,
        `${only.verdict}: ${JSON.stringify({ before, after, entered })}`,
      )
    }),
    { numRuns: 6000 },
  )
  // Neither answer may be the only one.
  assert.ok(seen.wider > 1000 && seen.others > 500, JSON.stringify(seen))
})
