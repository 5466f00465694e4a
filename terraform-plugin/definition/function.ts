import type { ValueOf, ValueType } from '../protocol/value.ts'

/** One parameter of a function. */
export interface Parameter {
  readonly name: string
  readonly type: ValueType
  /** Markdown, whole sentences. */
  readonly description: string
  /** Whether null may be passed; otherwise Terraform refuses it. */
  readonly nullable?: true
}

type ArgumentOf<P> = P extends { readonly type: infer T }
  ? ValueOf<T, never> | (P extends { readonly nullable: true } ? null : never)
  : never

type Arguments<P> = { readonly [K in keyof P]: ArgumentOf<P[K]> }

/** The arguments of a function: one a parameter, then those of the variadic one. All are known. */
export type ArgumentsOf<P, V> =
  Arguments<P> extends infer A extends readonly unknown[]
    ? V extends Parameter
      ? readonly [...A, ...ArgumentOf<V>[]]
      : A
    : never

/**
 * A function, called as `provider::NAME::function(…)`. It is pure: the provider is not configured, and Terraform checks
 * that plan and apply give the same. It says what is wrong by throwing a `FunctionError`.
 */
export interface ProviderFunction<
  P extends readonly Parameter[],
  V extends Parameter | undefined,
  R extends ValueType,
> {
  /** One sentence. */
  readonly summary: string
  /** Markdown. */
  readonly description: string
  readonly parameters: P
  readonly variadic?: V
  readonly returns: R
  readonly deprecated?: string
  readonly call: (...args: ArgumentsOf<P, V>) => ValueOf<R, never> | null
}
