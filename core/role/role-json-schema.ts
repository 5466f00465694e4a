import * as z from 'zod/mini'
import { roleSchema } from './role-schema.ts'
import { CREDENTIAL_TYPES, type CredentialType } from './role.ts'
import { UNFIT_FIELDS } from './type-rules.ts'

/** Where editors find the schema. */
const ROLE_SCHEMA_ID =
  'https://raw.githubusercontent.com/daypass/daypass/v1/core/role/role.schema.json'

/**
 * The JSON Schema (draft-07, the newest that YAML editors understand) of a role's file, made from the definition
 * that the parser uses. It knows the fields and which of them go with which type; the parser knows more.
 */
export function roleJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(roleSchema, { target: 'draft-7', io: 'input' })
  return {
    $schema,
    $id: ROLE_SCHEMA_ID,
    title: 'A role of daypass',
    description: 'Who may have which rights in AWS, and for how long. One role a file.',
    ...schema,
    allOf: CREDENTIAL_TYPES.map((type) => ({ if: isOfType(type), then: consequences(type) })),
  }
}

function isOfType(type: CredentialType): object {
  return { properties: { credential_type: { const: type } }, required: ['credential_type'] }
}

function consequences(type: CredentialType): object {
  const unfit = Object.entries(UNFIT_FIELDS).filter(([, why]) => why[type] !== undefined)
  const properties = Object.fromEntries(unfit.map(([field]) => [field, false]))
  switch (type) {
    case 'assumed_role':
      return { properties, required: ['role_arns'] }
    case 'iam_user':
    case 'federation_token':
      return {
        properties,
        anyOf: ['policy_document', 'policy_arns', 'iam_groups'].map((field) => ({
          required: [field],
        })),
      }
    case 'session_token':
      return { properties }
  }
}
