/** Writes `core/role/role.schema.json` from the definition of a role. Run it after a change there; a test says when. */
import { writeFileSync } from 'node:fs'
import { roleJsonSchema } from '../core/role/role-json-schema.ts'

const file = new URL('../core/role/role.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(roleJsonSchema(), undefined, 2)}\n`)
