import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CREDENTIAL_TYPES } from '../../core/role/role.ts'
import { roleJsonSchema } from '../../core/role/role-json-schema.ts'
import { FIELD_NAMES } from '../../core/role/role-schema.ts'

interface PropertySchema {
  readonly description?: string
}

const text = readFileSync(new URL('../../core/role/role.schema.json', import.meta.url), 'utf8')
const docs = readFileSync(new URL('../../docs/roles.md', import.meta.url), 'utf8')

test('role.schema.json is what the definition of a role makes (npx tsx scripts/generate-role-schema.ts)', () => {
  assert.equal(text, `${JSON.stringify(roleJsonSchema(), undefined, 2)}\n`)
})

test('the schema describes every field and allows no others', () => {
  const schema = roleJsonSchema() as {
    properties: Record<string, PropertySchema>
    additionalProperties: unknown
  }
  assert.deepEqual(Object.keys(schema.properties), FIELD_NAMES)
  assert.equal(schema.additionalProperties, false)
  for (const [field, { description }] of Object.entries(schema.properties)) {
    assert.match(description ?? '', /^\S.{10,}\.$/, field)
  }
})

test('the schema has the rules of every credential type', () => {
  const { allOf } = roleJsonSchema() as {
    allOf: { if: { properties: { credential_type: { const: string } } } }[]
  }
  assert.deepEqual(
    allOf.map((rule) => rule.if.properties.credential_type.const),
    CREDENTIAL_TYPES,
  )
})

test('docs/roles.md explains every field', () => {
  for (const field of FIELD_NAMES) {
    assert.ok(docs.includes(`\`${field}\``), field)
  }
})
