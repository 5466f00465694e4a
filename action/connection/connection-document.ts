import { revocationMode } from '../../assembly/settings.ts'
import { Secret } from '../../core/secret.ts'
import type { Fields } from '../../state/documents/document.ts'
import type { Identity, Keys, LastingTokenSource } from '../identity/identity.ts'
import type { Proxies } from '../inputs/settings.ts'
import type { ConnectionSettings } from './connection.ts'

/** A connection as plain data; the keys of an identity are in it. */
export function connectionDocument(
  connection: ConnectionSettings,
): Readonly<Record<string, unknown>> {
  const { identity, ...rest } = connection
  const keys = 'keys' in identity ? { keys: keysDocument(identity.keys) } : {}
  return { ...rest, identity: { ...identity, ...keys } }
}

/** Reads what {@link connectionDocument} made. */
export function readConnection(fields: Fields): ConnectionSettings {
  const directToken = fields.optionalFields('directToken')
  return {
    state: fields.text('state'),
    isPassing: fields.flag('isPassing'),
    region: fields.optionalText('region'),
    stsEndpoint: fields.optionalText('stsEndpoint'),
    iamEndpoint: fields.optionalText('iamEndpoint'),
    proxies: readProxies(fields.fields('proxies')),
    identity: readIdentity(fields.fields('identity')),
    directToken: directToken && readToken(directToken),
    revocation: revocationMode(fields.text('revocation')) ?? invalidMode(fields),
    revokerRoleArns: texts(fields, 'revokerRoleArns'),
    allowSharedDirectory: fields.flag('allowSharedDirectory'),
    variables: textsByName(fields, 'variables'),
  }
}

/** A field that holds texts by names that nobody knows beforehand. */
export function textsByName(fields: Fields, name: string): Readonly<Record<string, string>> {
  const within = fields.fields(name)
  const value = fields.value(name)
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return Object.fromEntries(names.map((each) => [each, within.text(each)]))
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

function readToken(fields: Fields): LastingTokenSource {
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

function texts(fields: Fields, name: string): readonly string[] {
  const value = fields.value(name)
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
  throw fields.invalid(`${name} is not a list of texts`)
}
