import type { ExitReason } from '../plugin/lifecycle.ts'
import type { DiagnosticProblem } from '../protocol/diagnostic.ts'
import type { ConfigOf, IdentitySchema, Schema } from '../protocol/schema.ts'
import type { Unknown, ValueType } from '../protocol/value.ts'
import type { ValidationCall } from './call.ts'
import type { Log } from '../plugin/log.ts'
import type { Action } from './action.ts'
import type { DataSource } from './data-source.ts'
import type { EphemeralResource } from './ephemeral-resource.ts'
import type { ListResource } from './list-resource.ts'
import type { Parameter, ProviderFunction } from './function.ts'
import type { Resource } from './resource.ts'

/** A data source with whatever schema. */
export type AnyDataSource<Session> = DataSource<Schema, Session>
/** A resource with whatever schema. */
export type AnyResource<Session> = Resource<Schema, Session>
/** An ephemeral resource with whatever schema. */
export type AnyEphemeralResource<Session> = EphemeralResource<Schema, Session>
/** A list resource with whatever schema. */
export type AnyListResource<Session> = ListResource<Schema, Session>
/** An action with whatever schema. */
export type AnyAction<Session> = Action<Schema, Session>
/** A function with whatever parameters. */
export type AnyFunction = ProviderFunction<readonly Parameter[], Parameter | undefined, ValueType>

/** What Terraform says about itself. */
export interface TerraformFacts {
  /** For example `1.11.4`. */
  readonly version: string
}

/** A provider: everything that Terraform may ask it for, by name. */
export interface Provider<S extends Schema, Session> {
  /**
   * Namespace and name in a registry, such as `example/example`: by them a state that was written under another registry is known
   * as one's own in a `moved` block.
   */
  readonly address?: string
  readonly schema: S
  /** As for data sources. */
  readonly validate?: (config: ConfigOf<S, Unknown>, call: ValidationCall) => void | Promise<void>
  /**
   * Makes what the other handlers work with. Values may be unknown in a plan: what needs them fails or waits until it
   * does. Must be quick and do no request that is not needed: several processes a command are configured.
   */
  readonly configure: (
    config: ConfigOf<S, Unknown>,
    call: ValidationCall & { readonly terraform: TerraformFacts },
  ) => Session | Promise<Session>
  /**
   * Runs once, after all that is open has been closed, before `Shutdown` is answered or the process ends otherwise. It
   * shares the ten seconds with the closing, and has so many `milliseconds` left.
   */
  readonly shutdown?: (
    session: Session,
    end: { readonly why: ExitReason; readonly log: Log; readonly milliseconds: number },
  ) => void | Promise<void>
  /** Puts into words what a handler threw. Must not let a secret through. */
  readonly explain: (error: unknown) => DiagnosticProblem
  /**
   * Makes a line fit to be shown, whoever wrote it: all that Terraform shows or logs of this provider passes through, line by
   * line. Lines are shown as they are when absent.
   */
  readonly showLine?: (line: string) => string
  /** By full name, which begins with that of the provider: `example_thing`. */
  readonly dataSources: Readonly<Record<string, AnyDataSource<Session>>>
  readonly resources: Readonly<Record<string, AnyResource<Session>>>
  readonly ephemeralResources: Readonly<Record<string, AnyEphemeralResource<Session>>>
  /** By the full name of the resource that each finds. */
  readonly listResources?: Readonly<Record<string, AnyListResource<Session>>>
  /** By full name. */
  readonly actions?: Readonly<Record<string, AnyAction<Session>>>
  /** By name, without a prefix. */
  readonly functions: Readonly<Record<string, AnyFunction>>
}

/** A provider with whatever configuration and session. */
export type AnyProvider = Provider<Schema, unknown>

/** How the parts of a provider with that session are written: each infers its types from the schema it is given. */
export interface Definitions<Session> {
  readonly dataSource: <const S extends Schema>(
    definition: DataSource<S, Session>,
  ) => AnyDataSource<Session>
  readonly resource: <const S extends Schema, const I extends IdentitySchema = IdentitySchema>(
    definition: Resource<S, Session, I>,
  ) => AnyResource<Session>
  readonly ephemeralResource: <const S extends Schema>(
    definition: EphemeralResource<S, Session>,
  ) => AnyEphemeralResource<Session>
  readonly listResource: <const S extends Schema>(
    definition: ListResource<S, Session>,
  ) => AnyListResource<Session>
  readonly action: <const S extends Schema>(definition: Action<S, Session>) => AnyAction<Session>
  readonly provider: <const S extends Schema>(definition: Provider<S, Session>) => AnyProvider
}

/**
 * The ways to write the parts of a provider whose `configure` answers a `Session`.
 *
 * What comes out has forgotten its schema in its type, not in fact: the layer decodes by the schema, so the handlers
 * get what their types say.
 */
export function definitions<Session>(): Definitions<Session> {
  return {
    dataSource: (definition) => definition as unknown as AnyDataSource<Session>,
    resource: (definition) => definition as unknown as AnyResource<Session>,
    ephemeralResource: (definition) => definition as unknown as AnyEphemeralResource<Session>,
    listResource: (definition) => definition as unknown as AnyListResource<Session>,
    action: (definition) => definition as unknown as AnyAction<Session>,
    provider: (definition) => definition as unknown as AnyProvider,
  }
}

/** Writes a function; the types of its arguments come from its parameters. */
export function providerFunction<
  const P extends readonly Parameter[],
  const R extends ValueType,
  const V extends Parameter | undefined = undefined,
>(definition: ProviderFunction<P, V, R>): AnyFunction {
  return definition as unknown as AnyFunction
}
