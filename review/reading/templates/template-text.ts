import { isMapping, type Mapping } from '../../../core/role/plain-data.ts'
import { shapeOf } from './arn-shapes.ts'

/** What a template says besides: its resources, by their logical ids. */
export interface TemplateNames {
  readonly resources: Mapping
}

/** Parameters that CloudFormation sets itself; those of the account are stand-ins that no account has. */
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': '000000000000',
  'AWS::Region': 'xx-stack-1',
  'AWS::URLSuffix': 'amazonaws.com',
}

/**
 * A value of a template as text. What is known only after deploying becomes a variable, such as `${Bucket.Arn}`: equal to itself,
 * and to nothing else.
 *
 * Source: CloudFormation User Guide, "Intrinsic function reference".
 */
export function textInTemplate(value: unknown, names: TemplateNames): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const [name, argument] = functionOf(value) ?? []
  if (name === 'Ref') return referenceTo(String(argument), names)
  if (name === 'Fn::GetAtt') return attributeOf(argument, names)
  if (name === 'Fn::Sub') return substituted(argument, names)
  if (name === 'Fn::Join') return joined(argument, names)
  return symbol(JSON.stringify(value ?? ''))
}

function joined(argument: unknown, names: TemplateNames): string {
  const [separator, parts] = Array.isArray(argument) ? (argument as readonly unknown[]) : []
  if (!Array.isArray(parts)) return symbol(JSON.stringify(argument ?? ''))
  return parts.map((part) => textInTemplate(part, names)).join(String(separator))
}

/** The function that a value is, and what it is of. */
export function functionOf(value: unknown): readonly [name: string, argument: unknown] | undefined {
  if (!isMapping(value)) return undefined
  const [entry, ...others] = Object.entries(value)
  const isFunction = entry !== undefined && others.length === 0 && /^(Ref$|Fn::)/.test(entry[0])
  return isFunction ? entry : undefined
}

/** The values of a list, or the one value; of `Fn::If` both, since either may come. */
export function alternatives(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(alternatives)
  const [name, argument] = functionOf(value) ?? []
  if (name === 'Ref' && argument === 'AWS::NoValue') return []
  if (name === 'Fn::If' && Array.isArray(argument)) return argument.slice(1).flatMap(alternatives)
  return value === undefined || value === null ? [] : [value]
}

/** The path of the AWS CDK, which stays when logical ids change; without it the logical id. */
export function stableId(id: string, { resources }: TemplateNames): string {
  const resource = resources[id]
  const metadata = isMapping(resource) ? resource['Metadata'] : undefined
  const path = isMapping(metadata) ? metadata['aws:cdk:path'] : undefined
  return typeof path === 'string' ? path.replace(/\/Resource$/, '') : id
}

function referenceTo(id: string, names: TemplateNames): string {
  const pseudo = Object.hasOwn(PSEUDO, id) ? PSEUDO[id] : undefined
  if (pseudo !== undefined) return pseudo
  const { ref, arn } = shape(id, names)
  return ref === 'arn' ? (arn ?? symbol(id)) : nameOf(id, names)
}

function attributeOf(argument: unknown, names: TemplateNames): string {
  const [id = '', attribute = ''] = Array.isArray(argument) ? argument.map(String) : []
  const { arn } = shape(id, names)
  const isArn = attribute.endsWith('Arn')
  if (attribute === 'Arn' && arn !== undefined) return arn
  const own = symbol(`${stableId(id, names)}.${attribute}`)
  return isArn ? `arn:*:*:*:*:${own}` : own
}

function shape(id: string, names: TemplateNames): ReturnType<typeof shapeOf> {
  const resource = names.resources[id]
  const type = isMapping(resource) ? String(resource['Type']) : ''
  return shapeOf(type, nameOf(id, names))
}

/** The name that the template gives a resource, or a variable. */
function nameOf(id: string, names: TemplateNames): string {
  const resource = names.resources[id]
  const properties = isMapping(resource) ? resource['Properties'] : undefined
  const [, kind = ''] = isMapping(resource) ? (/(\w+)$/.exec(String(resource['Type'])) ?? []) : []
  const given = isMapping(properties)
    ? (properties[`${kind}Name`] ?? properties['Name'])
    : undefined
  if (given === undefined) return symbol(stableId(id, names))
  const [name, argument] = functionOf(given) ?? []
  // A resource that is called after itself would go on for ever.
  return name === undefined || argument !== id
    ? textInTemplate(given, { resources: {} })
    : symbol(id)
}

function substituted(argument: unknown, names: TemplateNames): string {
  const [template, values] = Array.isArray(argument) ? (argument as unknown[]) : [argument]
  return String(template).replaceAll(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`
    if (isMapping(values) && Object.hasOwn(values, name)) return textInTemplate(values[name], names)
    const [, id, attribute] = /^([^.]+)\.(.+)$/.exec(name) ?? []
    return id === undefined ? referenceTo(name, names) : attributeOf([id, attribute], names)
  })
}

/** No word of a policy looks like it. */
function symbol(text: string): string {
  return `\${${text.replaceAll(/[^\w./-]+/g, '.')}}`
}
