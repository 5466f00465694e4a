import { isMapping, type Mapping } from '../../../core/role/plain-data.ts'
import { alternatives, functionOf, type TemplateNames, textInTemplate } from './template-text.ts'

/** A policy of a template in IAM's own form. */
export interface TemplatePolicy {
  readonly document: Mapping
  /** Whether it leaves out something that is known only after deploying. */
  readonly isLater: boolean
}

/** The policies that a property may hold: none, one, or of `Fn::If` several. */
export function policiesIn(value: unknown, names: TemplateNames): readonly TemplatePolicy[] {
  return alternatives(value).map((one) => {
    if (typeof one === 'string') return readJson(one)
    if (!isMapping(one) || functionOf(one) !== undefined) return LATER
    const statements = alternatives(one['Statement']).map((each) => statementOf(each, names))
    return {
      document: {
        Version: '2012-10-17',
        Statement: statements.filter((statement) => statement !== undefined),
      },
      isLater: statements.includes(undefined),
    }
  })
}

const LATER: TemplatePolicy = {
  document: { Version: '2012-10-17', Statement: [] },
  isLater: true,
}

function readJson(text: string): TemplatePolicy {
  try {
    const document: unknown = JSON.parse(text)
    return isMapping(document) ? { document, isLater: false } : LATER
  } catch {
    return LATER
  }
}

/** Undefined where its actions, its effect or its conditions are known only later. */
function statementOf(value: unknown, names: TemplateNames): Mapping | undefined {
  if (!isMapping(value) || functionOf(value) !== undefined) return undefined
  const entries = Object.entries(value).map(([element, of]) => [
    element,
    elementOf(element, of, names),
  ])
  const isLater = entries.some(([, of]) => of === undefined)
  return isLater ? undefined : (Object.fromEntries(entries) as Mapping)
}

function elementOf(element: string, value: unknown, names: TemplateNames): unknown {
  const texts = () => alternatives(value).map((one) => textInTemplate(one, names))
  switch (element) {
    case 'Action':
    case 'NotAction':
      return texts().some((text) => text.includes('${')) ? undefined : texts()
    case 'Resource':
    case 'NotResource':
      return texts().map(asArn)
    case 'Principal':
    case 'NotPrincipal':
      return principalsOf(value, names)
    case 'Condition':
      return conditionOf(value, names)
    case 'Effect':
      return value === 'Allow' || value === 'Deny' ? value : undefined
    default:
      return textInTemplate(value, names)
  }
}

/** Of what is known only later, nobody knows whose ARN it is. */
function asArn(text: string): string {
  return text.startsWith('${') ? `arn:*:*:*:*:${text}` : text
}

function principalsOf(value: unknown, names: TemplateNames): unknown {
  if (!isMapping(value)) return textInTemplate(value, names)
  if (functionOf(value) !== undefined) return undefined
  return Object.fromEntries(
    Object.entries(value).map(([kind, of]) => [
      kind,
      alternatives(of).map((one) => principalText(kind, textInTemplate(one, names))),
    ]),
  )
}

/** Variables mean nothing in a principal: a symbol is a name like others there. */
function principalText(kind: string, text: string): string {
  const plain = text
    .replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => name.replaceAll(/[^\w.-]/g, '-'))
    .replace('arn:*:*:*:*:', '')
  if (plain === text || kind !== 'AWS' || plain.startsWith('arn:')) return plain
  return `arn:aws:iam::000000000000:role/${plain}`
}

function conditionOf(value: unknown, names: TemplateNames): unknown {
  if (!isMapping(value) || functionOf(value) !== undefined) return undefined
  const operators = Object.entries(value).map(([operator, keys]) => {
    if (!isMapping(keys) || functionOf(keys) !== undefined) return [operator, undefined]
    const texts = Object.entries(keys).map(([key, of]) => [
      key,
      alternatives(of).map((one) => textInTemplate(one, names)),
    ])
    return [operator, Object.fromEntries(texts) as unknown]
  })
  const isLater = operators.some(([, keys]) => keys === undefined)
  return isLater ? undefined : Object.fromEntries(operators)
}
