import type { Random } from '../../core/lease/lease-id.ts'
import { type LeaseId, parseLeaseId } from '../../core/lease/lease-id.ts'
import { Secret } from '../../core/secret.ts'
import { type Fields, documentText, readDocument } from '../../state/documents/document.ts'
import { newNonce } from '../../state/documents/nonce.ts'
import { revocationMode } from '../../assembly/settings.ts'
import type { Connection } from '../connection/connection.ts'
import type { Proxies } from '../inputs/settings.ts'
import type { Identity, Keys, TokenSource } from '../identity/identity.ts'

/** One lease that main made, or was about to make when it died. */
export interface SavedLease {
  readonly id: LeaseId
  readonly alias: string | undefined
  /** What follows is known once it is issued. */
  readonly arn: string | undefined
  readonly expiresAt: Date | undefined
}

/** Variables that main set, and what they were before. */
export interface SavedVariables {
  /** Not a secret. While it stands, the variables are main's own. */
  readonly witness: { readonly name: string; readonly value: string }
  /** By name; empty where there was none. */
  readonly earlier: Readonly<Record<string, string>>
}

/** A section that main wrote into one of AWS's files. */
export interface SavedProfile {
  readonly file: string
  readonly section: string
  /** Tells it from one that somebody wrote since. */
  readonly mark: string
}

/** What main leaves to post. It has secrets where daypass was given access keys, and nowhere else. */
export interface SavedState {
  readonly connection: Connection
  readonly revoke: 'always' | 'never'
  readonly maskAccountId: boolean
  readonly leases: readonly SavedLease[]
  readonly variables: readonly SavedVariables[]
  readonly profiles: readonly SavedProfile[]
  /** Where profiles that refresh themselves keep what they have made since. */
  readonly refreshDirectory: string | undefined
}

/** The state as text. Mask {@link secretsIn} before it is saved. */
export function formatSavedState(saved: SavedState, random: Random): string {
  const { connection, revoke, maskAccountId, leases, variables, profiles } = saved
  return documentText(newNonce(random), {
    connection: connectionDocument(connection),
    revoke,
    mask_account_id: maskAccountId,
    leases: leases.map(({ id, alias, arn, expiresAt }) => ({
      id,
      alias,
      arn,
      expires_at: expiresAt,
    })),
    variables,
    profiles,
    refresh_directory: saved.refreshDirectory,
  })
}

/**
 * Reads what {@link formatSavedState} wrote.
 *
 * @throws `state-invalid`, `request-invalid`.
 */
export function parseSavedState(text: string): SavedState {
  const saved = readDocument('STATE_daypass', text)
  const state: SavedState = {
    connection: readConnection(saved.fields('connection')),
    revoke: saved.oneOf('revoke', ['always', 'never']),
    maskAccountId: saved.flag('mask_account_id'),
    leases: saved.list('leases').map(readLease),
    variables: saved.list('variables').map(readVariables),
    profiles: saved.list('profiles').map((fields) => ({
      file: fields.text('file'),
      section: fields.text('section'),
      mark: fields.text('mark'),
    })),
    refreshDirectory: saved.optionalText('refresh_directory'),
  }
  saved.end()
  return state
}

/** A connection as plain data; the keys of an identity are in it. */
export function connectionDocument(connection: Connection): Readonly<Record<string, unknown>> {
  const { identity, ...rest } = connection
  const keys = 'keys' in identity ? { keys: keysDocument(identity.keys) } : {}
  return { ...rest, identity: { ...identity, ...keys } }
}

/** Reads what {@link connectionDocument} made. */
export function readConnection(fields: Fields): Connection {
  const directToken = fields.optionalFields('directToken')
  return {
    state: fields.text('state'),
    region: fields.optionalText('region'),
    stsEndpoint: fields.optionalText('stsEndpoint'),
    iamEndpoint: fields.optionalText('iamEndpoint'),
    proxies: readProxies(fields.fields('proxies')),
    identity: readIdentity(fields.fields('identity')),
    directToken: directToken && readToken(directToken),
    revocation: revocationMode(fields.text('revocation')) ?? invalidMode(fields),
    revokerRoleArns: texts(fields, 'revokerRoleArns'),
    variables: textsByName(fields, 'variables'),
  }
}

function invalidMode(fields: Fields): never {
  throw fields.invalid('revocation is not a way to revoke')
}

function keysDocument({ accessKeyId, secretAccessKey, sessionToken }: Keys) {
  return {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    sessionToken: sessionToken?.reveal(),
  }
}

function readIdentity(fields: Fields): Identity {
  const kinds = ['broker-by-token', 'broker-by-keys', 'keys', 'ambient', 'nobody'] as const
  const kind = fields.oneOf('kind', kinds)
  switch (kind) {
    case 'broker-by-token':
      return { kind, roleArn: fields.text('roleArn'), token: readToken(fields.fields('token')) }
    case 'broker-by-keys':
      return { kind, roleArn: fields.text('roleArn'), keys: readKeys(fields.fields('keys')) }
    case 'keys':
      return { kind, keys: readKeys(fields.fields('keys')) }
    case 'ambient':
    case 'nobody':
      return { kind }
  }
}

function readProxies(fields: Fields): Proxies {
  return {
    http: fields.optionalText('http'),
    https: fields.optionalText('https'),
    except: fields.optionalText('except'),
  }
}

function readToken(fields: Fields): TokenSource {
  const kind = fields.oneOf('kind', ['job', 'file'])
  return kind === 'job'
    ? { kind, audience: fields.text('audience') }
    : { kind, file: fields.text('file') }
}

function readKeys(fields: Fields): Keys {
  const sessionToken = fields.optionalText('sessionToken')
  return {
    accessKeyId: fields.text('accessKeyId'),
    secretAccessKey: new Secret(fields.text('secretAccessKey')),
    sessionToken: sessionToken === undefined ? undefined : new Secret(sessionToken),
  }
}

function readLease(fields: Fields): SavedLease {
  return {
    id: parseLeaseId(fields.text('id')),
    alias: fields.optionalText('alias'),
    arn: fields.optionalText('arn'),
    expiresAt: fields.optionalDate('expires_at'),
  }
}

function readVariables(fields: Fields): SavedVariables {
  const witness = fields.fields('witness')
  return {
    witness: { name: witness.text('name'), value: witness.text('value') },
    earlier: textsByName(fields, 'earlier'),
  }
}

function textsByName(fields: Fields, name: string): Readonly<Record<string, string>> {
  const within = fields.fields(name)
  const value = fields.value(name)
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return Object.fromEntries(names.map((each) => [each, within.text(each)]))
}

function texts(fields: Fields, name: string): readonly string[] {
  const value = fields.value(name)
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
  throw fields.invalid(`${name} is not a list of texts`)
}
