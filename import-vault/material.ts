import { isMapping, type Mapping } from '../core/role/plain-data.ts'

/** A file that was handed in. */
export interface GivenFile {
  /** As the person knows it. */
  readonly file: string
  readonly text: string
}

/** Something of Vault's engine under its name: a role, a static role. */
export interface Named {
  /** Where the engine is mounted, such as `aws`. */
  readonly mount: string
  readonly name: string
  readonly fields: Mapping
  /** Where it was read. */
  readonly file: string
  /** Fields whose values are not known yet: those of a plan of Terraform's. */
  readonly unknown: readonly string[]
}

/** Lifetimes of a mount, in seconds, where they are set. */
export interface MountLifetimes {
  readonly mount: string
  /** Of users. `config/lease`. */
  readonly lease?: number
  readonly leaseMax?: number
  /** Of everything, where nothing nearer is said. The mount's own tuning. */
  readonly mountDefault?: number
  readonly mountMax?: number
}

/** What `config/root` says, without the secret. */
export interface RootConfig {
  readonly mount: string
  readonly file: string
  readonly fields: Mapping
}

/** A policy of Vault's and the paths that it opens. */
export interface VaultPolicy {
  readonly name: string
  readonly paths: readonly string[]
}

/** Something that was handed in and cannot be taken over as it is. */
export interface ImportProblem {
  readonly file: string
  readonly message: string
}

/** All that was recognised in what was handed in. */
export interface Material {
  readonly roles: readonly Named[]
  readonly staticRoles: readonly Named[]
  readonly lifetimes: readonly MountLifetimes[]
  readonly roots: readonly RootConfig[]
  readonly policies: readonly VaultPolicy[]
  /** Names that Vault lists, of roles or of static roles. */
  readonly listed: readonly { readonly file: string; readonly names: readonly string[] }[]
  readonly problems: readonly ImportProblem[]
}

const NOTHING: Material = {
  roles: [],
  staticRoles: [],
  lifetimes: [],
  roots: [],
  policies: [],
  listed: [],
  problems: [],
}

/** Some material; the parts that are not given are empty. */
export function material(parts: Partial<Material>): Material {
  return { ...NOTHING, ...parts }
}

/** All of it together. */
export function join(all: readonly Material[]): Material {
  return {
    roles: all.flatMap(({ roles }) => roles),
    staticRoles: all.flatMap(({ staticRoles }) => staticRoles),
    lifetimes: all.flatMap(({ lifetimes }) => lifetimes),
    roots: all.flatMap(({ roots }) => roots),
    policies: all.flatMap(({ policies }) => policies),
    listed: all.flatMap(({ listed }) => listed),
    problems: all.flatMap(({ problems }) => problems),
  }
}

/** The mappings of a list; an empty list of anything else. */
export function mappingsOf(value: unknown): readonly Mapping[] {
  return Array.isArray(value) ? value.filter(isMapping) : []
}

/** A text that is not empty. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
