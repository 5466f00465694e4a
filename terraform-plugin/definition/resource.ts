import type { AttributePath } from '../protocol/diagnostic.ts'
import type {
  AnswerOf,
  ConfigOf,
  IdentityOf,
  IdentitySchema,
  Schema,
  StateOf,
} from '../protocol/schema.ts'
import type { ObjectValue, Unknown } from '../protocol/value.ts'
import type { ConfiguredCall, ValidationCall } from './call.ts'

/** What a plan is asked. */
export interface Planning<S extends Schema> {
  /** What there is; null for a creation. */
  readonly prior: StateOf<S> | null
  /** What the layer would plan: the configuration, and computed attributes as `stable` says. */
  readonly planned: StateOf<S, Unknown>
  /** What the user wrote, with write-only values. */
  readonly config: ConfigOf<S, Unknown>
}

/** What there is, and what is proposed for it. */
export interface Respelling<S extends Schema> {
  readonly prior: StateOf<S>
  readonly proposed: StateOf<S, Unknown>
}

/** What a plan may change. Left out: what the layer would plan. */
export interface Planned<S extends Schema> {
  /** Values of computed attributes that are known beforehand, or unknown again. */
  readonly computed?: Partial<{ readonly [K in keyof AnswerOf<S>]: AnswerOf<S>[K] | Unknown }>
  /** What forces a replacement, beside the attributes with `replaces`. */
  readonly replaces?: readonly AttributePath[]
}

/** What is there, and the text beside it that only the provider reads (in the state: no secret). */
export interface StoredResource<S extends Schema> {
  readonly state: StateOf<S>
  readonly private: string
}

/** What a creation or update answers. */
export interface Applied<S extends Schema> {
  readonly result: AnswerOf<S>
  /** Left out: as it was. */
  readonly private?: string
}

/** What a creation gets. `planned` holds unknowns only in computed attributes. */
export interface Creation<S extends Schema> {
  readonly config: ConfigOf<S>
  readonly planned: StateOf<S, Unknown>
}

/** What an update gets. */
export interface Update<S extends Schema> extends Creation<S> {
  readonly prior: StateOf<S>
  readonly private: string
}

/** What a read answers: the attributes that it read (others stay as they are), or that it is gone. */
export type ReadAnswer<S extends Schema> =
  { readonly state: Partial<StateOf<S>>; readonly private?: string } | 'gone'

/** What is to be imported. */
export type Importing<I extends IdentitySchema> =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'identity'; readonly identity: IdentityOf<I> }

/** A resource of another type or provider that a `moved` block names. */
export interface MoveSource {
  /** The address of its provider, such as `registry.terraform.io/example/other`; from a hand-written state also a name alone. */
  readonly provider: string
  readonly typeName: string
  /** Its state, as it lies in the file. */
  readonly state: () => ObjectValue
}

/**
 * A managed resource. Whatever a handler throws becomes a diagnostic (see `DataSource`), and the state stays what it
 * was before; to keep what was half made (tainted), answer it and report an error in `call.diagnostics`.
 */
export interface Resource<S extends Schema, Session, I extends IdentitySchema = IdentitySchema> {
  readonly schema: S
  /** What names it for ever. */
  readonly identity?: { readonly schema: I; readonly of: (state: StateOf<S>) => IdentityOf<I> }
  /** As for data sources. */
  readonly validate?: (config: ConfigOf<S, Unknown>, call: ValidationCall) => void | Promise<void>
  /**
   * Names the attributes of the user that mean the same before and after, in other words: `60m` for `1h`, an empty list for
   * none. They are no change, and stay in the state as they are written there.
   */
  readonly same?: (change: Respelling<S>) => readonly string[] | Promise<readonly string[]>
  /** Changes what the layer would plan, and reports what would fail. Not called for a destruction. */
  readonly plan?: (
    planning: Planning<S>,
    call: ConfiguredCall<Session>,
  ) => Planned<S> | Promise<Planned<S>>
  readonly create: (
    creation: Creation<S>,
    call: ConfiguredCall<Session>,
  ) => Applied<S> | Promise<Applied<S>>
  readonly read: (
    stored: StoredResource<S>,
    call: ConfiguredCall<Session>,
  ) => ReadAnswer<S> | Promise<ReadAnswer<S>>
  /** Left out where every attribute `replaces`. */
  readonly update?: (
    update: Update<S>,
    call: ConfiguredCall<Session>,
  ) => Applied<S> | Promise<Applied<S>>
  /** Destroys; what is gone already is no error. */
  readonly delete: (
    stored: StoredResource<S>,
    call: ConfiguredCall<Session>,
  ) => void | Promise<void>
  /** Answers enough for `read` to find the rest. Left out: it cannot be imported. */
  readonly import?: (
    importing: Importing<I>,
    call: ConfiguredCall<Session>,
  ) => Partial<StateOf<S>> | Promise<Partial<StateOf<S>>>
  /**
   * Turns the state of an older schema version into today's. Numbers beyond 2^53 are `bigint` or digits. Left out: the
   * attributes that are still in the schema are kept.
   */
  readonly upgrade?: (version: number, state: ObjectValue) => ObjectValue
  /**
   * Takes over what another type or provider made, for a `moved` block; undefined for what it cannot take over, which is then
   * refused. Without a configured provider; `read` follows.
   */
  readonly move?: (
    source: MoveSource,
    call: ValidationCall,
  ) => StateOf<S> | undefined | Promise<StateOf<S> | undefined>
}
