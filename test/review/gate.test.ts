/** A gate that a change cannot walk around: what was not compared is never called the same. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdictLine } from '../../review/format/verdict-line.ts'
import { allow, type Files, review, user } from './rules/judge-roles.ts'

const READS = user(allow('s3:GetObject', 'arn:aws:s3:::b/*'))
const ADMIN = user(allow('*'))
const blocked = async (base: Files, head: Files) => {
  const found = await review(base, head)
  return { found, line: verdictLine(found), rules: found.findings.filter(({ blocks }) => blocks) }
}
const text = (role: object, more: object = {}) => ({ ...role, ...more })

const UNREADABLE: Readonly<Record<string, string | object>> = {
  'a Sid with a space': user({ ...allow('s3:GetObject', 'arn:aws:s3:::b/*'), Sid: 'a b' }),
  'an unknown field': text(READS, { colour: 'blue' }),
  'no YAML': 'credential_type: [',
  'an unknown type': text(READS, { credential_type: 'iam_usr' }),
}

for (const [what, broken] of Object.entries(UNREADABLE)) {
  test(`a role that could not be read for ${what} is new when it can be, with all its rights`, async () => {
    const { found, line, rules } = await blocked({ app: broken }, { app: ADMIN })
    assert.deepEqual(
      found.roles.map(({ name, kind, verdict }) => [name, kind, verdict]),
      [['app', 'added', 'wider']],
    )
    assert.ok(rules.some(({ rule }) => rule === 'ACC009'))
    assert.match(line, /^wider: 1 role wider; /)
  })

  test(`a role that cannot be read for ${what} blocks, on both sides too`, async () => {
    for (const base of [{ app: broken }, { app: READS }, {}]) {
      const { line, rules } = await blocked(base, { app: broken })
      assert.ok(rules.length > 0)
      assert.match(line, /^not compared: 1 role not compared; \d+ findings? blocks?$/)
    }
  })
}

test('a role that could not be read and is gone is not called the same', async () => {
  const { line } = await blocked({ app: 'credential_type: [' }, {})
  assert.equal(line, 'not compared: 1 role not compared; nothing blocks')
})

test('a role that is wider is not hidden by another one that cannot be read', async () => {
  const { line } = await blocked({ a: READS }, { a: ADMIN, b: 'credential_type: [' })
  assert.match(line, /^wider: 1 role wider, 1 role not compared; /)
})

const MANY = Array.from({ length: 80 }, (_, index) => `arn:aws:s3:::a-rather-long-name-${index}/*`)

for (const type of ['iam_user', 'federation_token'] as const) {
  const fields = { credential_type: type, subjects: ['repo:octo@1/app@2:environment:prod'] }
  const role = (...resources: readonly string[]) => ({
    ...fields,
    policy_document: {
      Version: '2012-10-17',
      Statement: [allow('s3:GetObject', resources)],
    },
  })

  test(`a policy of a ${type} that is only too large is compared all the same`, async () => {
    const large = role(...MANY)
    const grown = await blocked({ app: role('arn:aws:s3:::b/*') }, { app: large })
    assert.deepEqual(
      grown.found.roles.map(({ kind, verdict }) => [kind, verdict]),
      [['changed', 'wider']],
    )
    assert.ok(grown.rules.some(({ rule }) => rule.startsWith('SIZ')))
    const cured = await blocked({ app: large }, { app: role('arn:aws:s3:::*') })
    assert.equal(cured.found.roles[0]?.kind, 'changed')
    assert.match(cured.line, /^wider: /)
    const same = await blocked({ app: large }, { app: large })
    assert.match(same.line, /^same access: 1 role with the same access; 1 finding blocks$/)
  })
}

test('a role that names nobody is taken by everybody: naming somebody narrows it, and naming nobody widens it', async () => {
  const { subjects, ...open } = READS as { readonly subjects: readonly string[] }
  const opened = await blocked({ app: READS }, { app: open })
  assert.equal(opened.found.roles[0]?.verdict, 'wider')
  assert.deepEqual(
    opened.rules.map(({ rule }) => rule),
    ['TRU001'],
  )
  const closed = await blocked({ app: open }, { app: { ...open, subjects } })
  assert.deepEqual([closed.found.roles[0]?.verdict, closed.rules], ['narrower', []])
})
