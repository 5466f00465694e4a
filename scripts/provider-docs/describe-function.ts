import type { AnyFunction } from '../../terraform-plugin/definition/provider.ts'
import type { ValueType } from '../../terraform-plugin/protocol/value.ts'
import { typeName } from './describe-schema.ts'

/** The chapters "Signature" and "Arguments" of a function's page. */
export function describeFunction(name: string, of: AnyFunction): string {
  const written = [
    ...of.parameters.map((each) => `${each.name} ${shortType(each.type)}`),
    ...(of.variadic === undefined ? [] : [`${of.variadic.name} ${shortType(of.variadic.type)}...`]),
  ]
  const parameters = of.parameters.map(
    (each) => `1. \`${each.name}\` (${typeName(each.type)}) ${each.description}`,
  )
  const variadic =
    of.variadic === undefined
      ? []
      : [
          `1. \`${of.variadic.name}\` (Variadic, ${typeName(of.variadic.type)}) ${of.variadic.description}`,
        ]
  return [
    '## Signature',
    `\`\`\`text\n${name}(${written.join(', ')}) ${shortType(of.returns)}\n\`\`\``,
    '## Arguments',
    [...parameters, ...variadic].join('\n'),
  ].join('\n\n')
}

function shortType(type: ValueType): string {
  if (typeof type === 'string') return type
  if ('list' in type) return `list of ${shortType(type.list)}`
  if ('set' in type) return `set of ${shortType(type.set)}`
  if ('map' in type) return `map of ${shortType(type.map)}`
  return 'object' in type ? 'object' : 'tuple'
}
