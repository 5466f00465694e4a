import type { AttributePath, Diagnostic } from './diagnostic.ts'
import type { Attributes, Blocks } from './schema.ts'
import type { Writable } from './message.ts'
import type { attributePath, diagnostic } from './messages/value-messages.ts'

type PathMessage = NonNullable<(typeof attributePath)['type']>
type DiagnosticMessage = NonNullable<(typeof diagnostic)['type']>

const SEVERITY = { error: 1, warning: 2 }

/** What a configuration may hold. */
interface Body {
  readonly attributes: Attributes
  readonly blocks?: Blocks
}

/**
 * A diagnostic in the form in which it is sent. Terraform finds the line of a block's attribute, but for a path that
 * leads into an attribute it shows the whole block: then the path ends at the attribute, and the text says the rest.
 */
export function describeDiagnostic(
  { severity, summary, detail, path = [] }: Diagnostic,
  body: Body | undefined,
): Writable<DiagnosticMessage> {
  const visible = path.slice(0, body === undefined ? path.length : visibleSteps(body, path))
  const isWhole = visible.length === path.length
  return {
    severity: SEVERITY[severity],
    summary,
    detail: isWhole ? detail : `${detail} (At ${formatPath(path)}.)`,
    attribute: visible.length === 0 ? undefined : describePath(visible),
  }
}

/** How many steps lead to an attribute, through blocks only. */
function visibleSteps(body: Body, path: AttributePath): number {
  const [first, ...rest] = path
  const block = typeof first === 'string' ? body.blocks?.[first] : undefined
  if (block === undefined || rest.length === 0) return 1
  const indexes = typeof rest[0] === 'string' ? 0 : 1
  const inside = rest.slice(indexes)
  return 1 + indexes + (inside.length === 0 ? 0 : visibleSteps(block, inside))
}

/** A path as it is written in a configuration: `rules[1].effect`. */
function formatPath(path: AttributePath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'string') return index === 0 ? step : `.${step}`
      return `[${typeof step === 'number' ? step : JSON.stringify(step.key)}]`
    })
    .join('')
}

/** A path in the form in which it is sent. */
export function describePath(path: AttributePath): Writable<PathMessage> {
  return {
    steps: path.map((step) => {
      if (typeof step === 'string') return { attributeName: step }
      return typeof step === 'number' ? { elementKeyInt: step } : { elementKeyString: step.key }
    }),
  }
}
