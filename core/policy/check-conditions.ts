import type { Problem } from '../errors.ts'
import type { Path } from './check-elements.ts'
import type { ConditionOperator } from './operators.ts'
import { findOperator } from './operators.ts'
import { isRecord } from './text.ts'

/** Problems of a `Condition` element. */
export function checkConditions(value: unknown, path: Path): readonly Problem[] {
  if (value === undefined || value === null) return []
  if (!isRecord(value)) return [{ path, message: 'must be an object: operator, key, values' }]
  return [
    ...checkSpelling(Object.keys(value), path),
    ...Object.entries(value).flatMap(([name, keys]) => checkOperator(name, keys, [...path, name])),
  ]
}

function checkOperator(name: string, keys: unknown, path: Path): readonly Problem[] {
  const operator = findOperator(name)
  if (operator === undefined) return [{ path, message: operatorCure(name) }]
  if (!isRecord(keys)) return [{ path, message: 'must be an object: condition key, values' }]
  return [
    ...checkSpelling(Object.keys(keys), path),
    ...Object.entries(keys).flatMap(([key, values]) =>
      checkConditionValues(operator, values, [...path, key]),
    ),
  ]
}

function operatorCure(name: string): string {
  const bare = name.replace(/^.*:/, '').replace(/IfExists$/i, '')
  if (bare.toLowerCase() === 'null') return 'Null takes neither a qualifier nor IfExists'
  return findOperator(bare) === undefined
    ? 'is not a condition operator'
    : `is not a condition operator; qualifiers are ForAllValues: and ForAnyValue:`
}

function checkConditionValues(
  operator: ConditionOperator,
  values: unknown,
  path: Path,
): readonly Problem[] {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values]
  return list.flatMap((value, index) => {
    const here = Array.isArray(values) ? [...path, index] : path
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return [{ path: here, message: 'must be text, a number, true or false' }]
    }
    return operator.accepts(String(value))
      ? []
      : [{ path: here, message: `${operator.name} takes ${operator.expects}` }]
  })
}

/** AWS compares these names without their case, so that two spellings are one name given twice. */
function checkSpelling(names: readonly string[], path: Path): readonly Problem[] {
  const lower = names.map((name) => name.toLowerCase())
  return names.flatMap((name, index) =>
    lower.indexOf(name.toLowerCase()) === index
      ? []
      : [{ path: [...path, name], message: 'is there already in another case' }],
  )
}
