/** Schemas as typed literals: from one come the wire form, the types of the handlers, and the documentation. */
import type { ValueOf, ValueType } from './value.ts'

/**
 * Who sets an attribute: `required` and `optional` are the user's, `computed` is the provider's, and
 * `optional_computed` is the provider's where the user says nothing.
 */
export type Use = 'required' | 'optional' | 'computed' | 'optional_computed'

interface AttributeFacts {
  readonly use: Use
  /** Markdown, whole sentences; shown by editors and in the documentation. */
  readonly description: string
  /** Hidden in the output of Terraform. It is still in the state in clear text. */
  readonly sensitive?: true
  /**
   * Taken from the configuration and never stored (Terraform ≥ 1.11; an older one is refused by the layer). The layer
   * puts null in plan and state; the value is in the `config` of a handler.
   */
  readonly writeOnly?: true
  /** Why it is no longer to be used and what to use instead. */
  readonly deprecated?: string
  /** For resources: a change of it destroys the resource and makes a new one. */
  readonly replaces?: true
  /** For computed attributes of resources: an update does not change it, so the plan shows the old value. */
  readonly stable?: true
}

/** One attribute. */
export type Attribute = AttributeFacts &
  (
    | { readonly type: ValueType }
    | { readonly nested: 'single' | 'list' | 'set' | 'map'; readonly attributes: Attributes }
  )

/** Attributes by name: lower case with underscores. */
export type Attributes = Readonly<Record<string, Attribute>>

/** A nested block, written without `=`. `single` is one or none, `list` and `set` any number from `min` to `max`. */
export interface Block {
  readonly nesting: 'single' | 'list' | 'set'
  readonly description: string
  readonly attributes: Attributes
  readonly blocks?: Blocks
  readonly min?: number
  readonly max?: number
  readonly deprecated?: string
}

/** Blocks by name. */
export type Blocks = Readonly<Record<string, Block>>

/** What a provider configuration, data source, resource or ephemeral resource may hold. */
export interface Schema {
  /** Markdown. The first sentence is the summary. */
  readonly description: string
  /** For resources: of the state; 0 where it is left out. */
  readonly version?: number
  readonly deprecated?: string
  readonly attributes: Attributes
  readonly blocks?: Blocks
}

/** One part of a resource's identity, by which it is imported (Terraform ≥ 1.12). */
export interface IdentityAttribute {
  readonly type: ValueType
  readonly description: string
  readonly use: 'required' | 'optional'
}

/** What names a resource for ever. */
export interface IdentitySchema {
  readonly version?: number
  readonly attributes: Readonly<Record<string, IdentityAttribute>>
}

type ComputedKey<A, K extends keyof A> = A[K] extends { readonly use: 'computed' } ? never : K

type Nullable<A> = A extends { readonly use: 'required' } ? never : null

type AttributeOf<A, U> =
  | Nullable<A>
  | (A extends { readonly nested: infer N; readonly attributes: infer M }
      ? N extends 'single'
        ? AttributesOf<M, U> | U
        : N extends 'map'
          ? Readonly<Record<string, AttributesOf<M, U> | U>> | U
          : readonly (AttributesOf<M, U> | U)[] | U
      : A extends { readonly type: infer T }
        ? ValueOf<T, U>
        : never)

type AttributesOf<A, U> = { readonly [K in keyof A]: AttributeOf<A[K], U> }

type BlockOf<B, U> = B extends { readonly nesting: infer N; readonly attributes: infer A }
  ? N extends 'single'
    ? BodyOf<B, A, U> | null
    : readonly (BodyOf<B, A, U> | U)[] | U
  : never

type BodyOf<B, A, U> = AttributesOf<A, U> & BlocksOf<B, U>

type BlocksOf<S, U> = S extends { readonly blocks: infer B extends Blocks }
  ? { readonly [K in keyof B]: BlockOf<B[K], U> }
  : unknown

/** What the user wrote, without what only the provider sets. `U` as in `ValueOf`. */
export type ConfigOf<S extends Schema, U = never> = {
  readonly [K in keyof S['attributes'] as ComputedKey<S['attributes'], K>]: AttributeOf<
    S['attributes'][K],
    U
  >
} & BlocksOf<S, U>

/** All attributes and blocks. `U` as in `ValueOf`. */
export type StateOf<S extends Schema, U = never> = BodyOf<S, S['attributes'], U>

/**
 * What a handler answers: every computed attribute (null where there is none), and those that are
 * `optional_computed`, which count where the user said nothing. All else the layer takes from the configuration.
 */
export type AnswerOf<S extends Schema> = {
  readonly [
    K in keyof S['attributes'] as S['attributes'][K] extends { readonly use: 'computed' }
      ? K
      : never
  ]: AttributeOf<S['attributes'][K], never>
} & {
  readonly [
    K in keyof S['attributes'] as S['attributes'][K] extends {
      readonly use: 'optional_computed'
    }
      ? K
      : never
  ]?: AttributeOf<S['attributes'][K], never>
}

/** The identity of a resource; the parts that are optional may be null. */
export type IdentityOf<I extends IdentitySchema> = {
  readonly [K in keyof I['attributes']]: AttributeOf<I['attributes'][K], never>
}
