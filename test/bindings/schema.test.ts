/** The schema that bindings and documentation are made from, against what Terraform itself says. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { providerSchemaJson } from '../../terraform-plugin/schema-json/provider-schema-json.ts'
import { definedProvider } from '../../scripts/defined-provider.ts'
import { needsTerraform, openTerraformStage } from '../provider/terraform-stage.ts'

const ADDRESS = 'registry.terraform.io/daypass/daypass'
const option = needsTerraform()
const stage = option.skip === undefined ? await openTerraformStage() : undefined

test(
  'the schema made from the definitions is what terraform providers schema prints',
  option,
  async (t) => {
    assert.ok(stage)
    const { tf } = await stage.project(t, '')
    const { stdout } = await tf('providers', 'schema', '-json')
    const printed = JSON.parse(stdout) as { provider_schemas: Record<string, object> }
    const schemas = printed.provider_schemas[ADDRESS]
    // Printed from Terraform 1.12 on; the bindings and the documentation have no use for it.
    const theirs = { ...schemas, resource_identity_schemas: undefined }
    assert.deepEqual(
      plain({ ...printed, provider_schemas: { [ADDRESS]: theirs } }),
      plain(providerSchemaJson(definedProvider(), ADDRESS)),
    )
  },
)

/** Without keys that have no value. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
