import { stringify } from 'yaml'
import { oneLine } from '../language/one-line.ts'

/** A definition as the text of a YAML file, with lines of comment over it. Comments and values may be anybody's. */
export function formatRoleText(
  fields: Readonly<Record<string, unknown>>,
  comments: readonly string[],
): string {
  const head = comments.map((line) => `# ${oneLine(line)}`.trimEnd())
  // Without anchors: two fields with one list are written out, as a person would.
  const body = stringify(fields, { aliasDuplicateObjects: false, lineWidth: 100, version: '1.2' })
  return `${head.join('\n')}${head.length > 0 ? '\n' : ''}${body}`
}
