/**
 * Values as the handlers of a provider see them. The type of an attribute says how a value is read and written, so
 * values carry no tag: a list, a set and a tuple are arrays, a map and an object are records.
 */

const unknownBrand = Symbol('unknown')

/**
 * A value that Terraform does not know yet. What it does know of it (the refinement, for example "not null") is kept
 * as it came, so that a value which is handed back says as much as before.
 */
export interface Unknown {
  readonly [unknownBrand]: true
  readonly refinement?: Uint8Array
}

/** The unknown of which nothing is known. */
export const unknown: Unknown = Object.freeze({ [unknownBrand]: true as const })

/** An unknown of which something is known, in the bytes of the wire. */
export function refinedUnknown(refinement: Uint8Array): Unknown {
  return { [unknownBrand]: true, refinement }
}

/** Whether a value is unknown yet; `false` for every other value, `undefined` included. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && unknownBrand in value
}

/**
 * A number of Terraform, which has 512 bits. A whole number is a `number` within ±2^53 and a `bigint` beyond,
 * a fraction that a double holds exactly is a `number`, everything else is its decimal digits (`'0.1'` arrives so).
 * Hand a number back as it came; `wholeNumber` in `number.ts` reads one.
 */
export type Num = number | bigint | string

/** A value of an attribute whose type is `dynamic`: it brings its type along. */
export interface Dynamic {
  readonly type: ValueType
  readonly value: Value
}

/** Any value: what stands where the schema is not known when the code is written. */
export type Value = null | boolean | Num | Unknown | Dynamic | readonly Value[] | ObjectValue

/** A map or an object. */
export interface ObjectValue {
  readonly [name: string]: Value
}

/** A type of Terraform. An attribute with named parts is better a nested attribute (`schema.ts`). */
export type ValueType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | { readonly list: ValueType }
  | { readonly set: ValueType }
  | { readonly map: ValueType }
  | { readonly object: Readonly<Record<string, ValueType>> }
  | { readonly tuple: readonly ValueType[] }

/**
 * The TypeScript type of a value of the type `T`. `U` is `Unknown` where values may be unknown, and `never` where
 * they are all known; where `T` is any type, so is the value. Elements of collections are never null: the layer refuses those with a diagnostic.
 */
export type ValueOf<T, U> = [ValueType] extends [T] ? Value : KnownTypeValue<T, U>

type KnownTypeValue<T, U> = T extends 'string'
  ? string | U
  : T extends 'number'
    ? Num | U
    : T extends 'bool'
      ? boolean | U
      : T extends 'dynamic'
        ? Dynamic | U
        : T extends { readonly list: infer E } | { readonly set: infer E }
          ? readonly ValueOf<E, U>[] | U
          : T extends { readonly map: infer E }
            ? Readonly<Record<string, ValueOf<E, U>>> | U
            : T extends { readonly object: infer O }
              ? { readonly [K in keyof O]: ValueOf<O[K], U> | null } | U
              : T extends { readonly tuple: infer L }
                ? { readonly [K in keyof L]: ValueOf<L[K], U> | null } | U
                : never
