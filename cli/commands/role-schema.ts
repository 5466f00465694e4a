import { jsonText } from '../../core/language/json-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'

/** Prints the JSON Schema of role files. */
export async function roleSchemaCommand({ context }: Session): Promise<number> {
  const { roleJsonSchema } = await import('../../core/role/role-json-schema.ts')
  await context.stdout.write(jsonText(roleJsonSchema()))
  return EXIT.ok
}
