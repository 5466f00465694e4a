import type { CredentialStep } from './find-steps.ts'

const EXPRESSION = /\$\{\{\s*([^{}]*?)\s*\}\}/g

/** Texts of a step with their expressions replaced, as far as somebody says what they stand for. */
export interface Resolver {
  /** The text; undefined where there is none. */
  readonly textOf: (input: string) => string | undefined
  /** Expressions of an input that nobody knows, such as `secrets.AWS_ROLE_ARN`. */
  readonly openIn: (input: string) => readonly string[]
}

/**
 * Reads the inputs of a step: `env` is looked up in the workflow, everything else among the values that were given.
 *
 * @param values - by expression, such as `secrets.AWS_ROLE_ARN`
 */
export function resolverOf(
  { inputs, variables }: Pick<CredentialStep, 'inputs' | 'variables'>,
  values: ReadonlyMap<string, string>,
): Resolver {
  const valueOf = (name: string): string | undefined => {
    const own = name.startsWith('env.')
      ? plainText(variables[name.slice('env.'.length)])
      : undefined
    return values.get(name) ?? (own === undefined ? undefined : resolve(own))
  }
  const resolve = (text: string): string =>
    text.replaceAll(EXPRESSION, (whole, name: string) => values.get(name) ?? whole)
  const textOf = (input: string): string | undefined => {
    const text = plainText(inputs[input])?.replaceAll(
      EXPRESSION,
      (whole, name: string) => valueOf(name) ?? whole,
    )
    return text === '' ? undefined : text
  }
  const openIn = (input: string): readonly string[] =>
    [...(textOf(input) ?? '').matchAll(EXPRESSION)].map(([, name = '']) => name)
  return { textOf, openIn }
}

function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
