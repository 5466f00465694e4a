import { policySize } from '../policy/text.ts'
import type { PolicyStatement } from './statement.ts'

/**
 * An Allow as several that allow the same together, each of so many characters at the most where its lists can be
 * divided that far. Their Sids are numbered. Pure.
 */
export function piecesOf(statement: PolicyStatement, charactersMax: number): PolicyStatement[] {
  return divided(statement, charactersMax).map((piece, index) =>
    index === 0 ? piece : { ...piece, Sid: `${piece.Sid}${String(index + 1)}` },
  )
}

function divided(statement: PolicyStatement, charactersMax: number): readonly PolicyStatement[] {
  if (policySize(JSON.stringify(statement)) <= charactersMax) return [statement]
  return halves(statement).flatMap((half, _, { length }) =>
    length === 1 ? [half] : divided(half, charactersMax),
  )
}

/** Divides the longest of the lists of which any value is enough. */
function halves(statement: PolicyStatement): readonly PolicyStatement[] {
  const [longest] = [resources(statement), ...conditions(statement)].sort((a, b) => b.size - a.size)
  if (longest === undefined || longest.values.length < 2) return [statement]
  const middle = Math.ceil(longest.values.length / 2)
  return [longest.values.slice(0, middle), longest.values.slice(middle)].map(longest.put)
}

interface DividedList {
  readonly values: readonly string[]
  readonly size: number
  readonly put: (values: readonly string[]) => PolicyStatement
}

function resources(statement: PolicyStatement): DividedList {
  const { Resource: values } = statement
  return listed(values, (Resource) => ({ ...statement, Resource }))
}

/** Of an operator that asks for something, any of its values is enough; what it forbids has to be none of them. */
function conditions(statement: PolicyStatement): readonly DividedList[] {
  const { Condition = {} } = statement
  return Object.entries(Condition)
    .filter(([operator]) => !/Not|ForAllValues/.test(operator))
    .flatMap(([operator, keys]) =>
      Object.entries(keys).flatMap(([key, values]) =>
        typeof values === 'string'
          ? []
          : [
              listed(values, (some) => ({
                ...statement,
                Condition: { ...Condition, [operator]: { ...keys, [key]: some } },
              })),
            ],
      ),
    )
}

function listed(values: readonly string[], put: DividedList['put']): DividedList {
  return { values, size: values.length < 2 ? 0 : values.join().length, put }
}
