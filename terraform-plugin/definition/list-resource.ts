import type { ConfigOf, Schema } from '../protocol/schema.ts'
import type { Unknown } from '../protocol/value.ts'
import type { ConfiguredCall, ValidationCall } from './call.ts'

/** One resource that was found. */
export interface Listed {
  /** For a person. */
  readonly displayName: string
  /** As the identity of the resource of that name says. */
  readonly identity: Readonly<Record<string, unknown>>
  /** All that is known of it, as its schema says; what is left out is null. */
  readonly state: Readonly<Record<string, unknown>>
}

/**
 * A list resource: finds the resources of a type that are there, for `terraform query` (Terraform 1.14 or later). It has the name
 * of the managed resource that it finds, which must have an identity.
 */
export interface ListResource<S extends Schema, Session> {
  /** Of its `config` block. */
  readonly schema: S
  /** As for data sources. */
  readonly validate?: (config: ConfigOf<S, Unknown>, call: ValidationCall) => void | Promise<void>
  /** Finds them, in the order in which they are shown. Nobody asks for more once Terraform has as many as it wants. */
  readonly list: (config: ConfigOf<S>, call: ConfiguredCall<Session>) => AsyncIterable<Listed>
}
