import { jsonText } from '../../core/language/json-text.ts'
import { DaypassError } from '../../core/errors.ts'
import type { CredentialFormat } from './formats.ts'
import type { IssuedText } from './issued.ts'
import { type Variables, credentialVariables } from './variables.ts'
import { processOutput } from '../../assembly/cached-credentials/cached-credentials.ts'

/**
 * Credentials in a format, ending in a newline.
 *
 * @param profile - name of the profile in the ini format
 * @param ownProfile - with which daypass itself runs
 * @throws `aws-rejected` when a value cannot be written in the format (no value of AWS is such).
 */
export function renderCredentials(
  issued: IssuedText,
  format: CredentialFormat,
  { profile, ownProfile }: { readonly profile: string; readonly ownProfile?: string | undefined },
): string {
  const variables = credentialVariables(issued, ownProfile)
  switch (format) {
    case 'json':
      return jsonText(issueDocument(issued))
    case 'credential-process':
      return processOutput({
        accessKeyId: issued.accessKey,
        secretAccessKey: issued.secretKey,
        sessionToken: issued.sessionToken,
        expiresAt: new Date(issued.expiresAt),
      })
    case 'env':
      return lines(
        variables,
        (name, value) => `export ${name}=${posixQuote(value)}`,
        (name) => `unset ${name}`,
      )
    case 'fish':
      return lines(
        variables,
        (name, value) => `set -gx ${name} ${fishQuote(value)}`,
        (name) => `set -e ${name}`,
      )
    case 'powershell':
      return lines(
        variables,
        (name, value) => `$Env:${name} = ${powershellQuote(value)}`,
        (name) => `Remove-Item -ErrorAction SilentlyContinue Env:${name}`,
      )
    case 'dotenv':
      return lines(
        credentialVariables(issued, undefined),
        (name, value) => `${name}='${plain(value)}'`,
      )
    case 'ini':
      return ini(issued, profile)
  }
}

/** The JSON of `issue`. A stable interface: fields are only ever added. */
function issueDocument(issued: IssuedText): Readonly<Record<string, unknown>> {
  return {
    lease_id: issued.leaseId,
    credential_type: issued.credentialType,
    access_key: issued.accessKey,
    secret_key: issued.secretKey,
    session_token: issued.sessionToken ?? null,
    arn: issued.arn ?? null,
    issued_at: issued.issuedAt,
    expires_at: issued.expiresAt,
    ttl_seconds: issued.ttlSeconds,
    renewable: issued.renewable,
  }
}

function lines(
  variables: Variables,
  set: (name: string, value: string) => string,
  unset?: (name: string) => string,
): string {
  return Object.entries(variables)
    .flatMap(([name, value]) => {
      if (value !== undefined) return [set(name, value)]
      return unset === undefined ? [] : [unset(name)]
    })
    .map((line) => `${line}\n`)
    .join('')
}

function ini(issued: IssuedText, profile: string): string {
  const token = issued.sessionToken
  return [
    `[${profile}]`,
    `aws_access_key_id = ${plain(issued.accessKey)}`,
    `aws_secret_access_key = ${plain(issued.secretKey)}`,
    ...(token === undefined ? [] : [`aws_session_token = ${plain(token)}`]),
    '',
  ].join('\n')
}

/** A value for a POSIX shell: between single quotes it takes everything as it is, but for the quote itself. */
export function posixQuote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`
}

function fishQuote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** PowerShell takes typographic quotes for quotes as well. */
function powershellQuote(value: string): string {
  return `'${value.replaceAll(/['‘’‚‛]/g, '$&$&')}'`
}

/** For formats without an escape that all their readers know. */
function plain(value: string): string {
  if (/^[\x20-\x7e]*$/.test(value) && !/['"\\#;]/.test(value)) return value
  throw new DaypassError(
    'aws-rejected',
    'the credentials hold characters that this format cannot take',
    {
      hint: 'use another --format, such as json',
    },
  )
}
