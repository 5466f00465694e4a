import type { S3Location } from '../location.ts'
import { invalidStateUrl } from '../invalid-state-url.ts'

const S3_OPTIONS = [
  'region',
  'endpoint',
  'expected_bucket_owner',
  'sse',
  'kms_key_id',
  'path_style',
] as const

type S3Option = (typeof S3_OPTIONS)[number]

/** The URL of a place in a bucket. */
export function formatS3Url(location: S3Location): string {
  const { prefix } = location
  const url = new URL(`s3://${location.bucket}`)
  if (prefix !== '') url.pathname = `/${prefix.split('/').map(encodeURIComponent).join('/')}`
  const options: Readonly<Record<S3Option, string | undefined>> = {
    region: location.region,
    endpoint: location.endpoint,
    expected_bucket_owner: location.expectedBucketOwner,
    sse: location.encryption,
    kms_key_id: location.kmsKeyId,
    path_style: location.pathStyle?.toString(),
  }
  for (const name of S3_OPTIONS) {
    const value = options[name]
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url.href
}

/**
 * Reads the parts of an `s3:` URL.
 *
 * @throws `state-url-invalid`
 */
export function parseS3Url(text: string, url: URL): S3Location {
  const options = optionsOf(text, url.searchParams)
  const encryption = options.sse
  const location: S3Location = {
    kind: 's3',
    bucket: bucketOf(text, url),
    prefix: prefixOf(text, url.pathname),
    ...(options.region && { region: options.region }),
    ...(options.endpoint && { endpoint: options.endpoint }),
    ...(options.expected_bucket_owner && { expectedBucketOwner: options.expected_bucket_owner }),
    ...((encryption === 'AES256' || encryption === 'aws:kms') && { encryption }),
    ...(options.kms_key_id && { kmsKeyId: options.kms_key_id }),
    ...(options.path_style && { pathStyle: options.path_style === 'true' }),
  }
  if (location.kmsKeyId !== undefined && encryption !== 'aws:kms') {
    throw invalidStateUrl(text, 'has kms_key_id without sse=aws:kms', 'add sse=aws:kms')
  }
  return location
}

/** What a value must look like, and the cure when it does not. */
const OPTION_RULES: Readonly<Record<S3Option, { pattern: RegExp; cure: string }>> = {
  region: { pattern: /^[a-z0-9-]+$/, cure: 'a region looks like eu-central-1' },
  endpoint: {
    pattern: /^https?:\/\/[\w.:[\]-]+(?:\/[\w.~-]+)*\/?$/,
    cure: 'an endpoint looks like https://s3.example.com:9000',
  },
  expected_bucket_owner: { pattern: /^\d{12}$/, cure: 'an account id has twelve digits' },
  sse: { pattern: /^(?:AES256|aws:kms)$/, cure: 'sse is AES256 or aws:kms' },
  kms_key_id: { pattern: /^[\w:/-]+$/, cure: 'give the key’s id or its ARN' },
  path_style: { pattern: /^(?:true|false)$/, cure: 'path_style is true or false' },
}

function optionsOf(text: string, query: URLSearchParams): Partial<Record<S3Option, string>> {
  const options: Partial<Record<S3Option, string>> = {}
  for (const [given, value] of query) {
    const name = S3_OPTIONS.find((option) => option === given)
    if (name === undefined) {
      throw invalidStateUrl(
        text,
        `has an unknown option ${given}`,
        `known are ${S3_OPTIONS.join(', ')}`,
      )
    }
    if (name in options) throw invalidStateUrl(text, `has ${name} twice`, 'leave one of them out')
    const { pattern, cure } = OPTION_RULES[name]
    if (!pattern.test(value)) throw invalidStateUrl(text, `has a bad ${name}`, cure)
    options[name] = value
  }
  return options
}

/**
 * Names that S3 would refuse, and those of directory buckets, which do not list in order.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
function bucketOf(text: string, { host, port }: URL): string {
  const named = /^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(host)
  if (!named || port !== '' || /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.startsWith('xn--')) {
    throw invalidStateUrl(
      text,
      `has no valid bucket name: ${JSON.stringify(host)}`,
      'a bucket name has 3 to 63 lower-case letters, digits, dots and hyphens',
    )
  }
  if (host.endsWith('--x-s3')) {
    throw invalidStateUrl(
      text,
      'names a directory bucket, which does not list in order',
      'use a general purpose bucket',
    )
  }
  return host
}

function prefixOf(text: string, pathname: string): string {
  const prefix = decode(text, pathname).replace(/^\/|\/$/g, '')
  if (prefix !== '' && !/^[\w!.*'()@=+:,-]+(?:\/[\w!.*'()@=+:,-]+)*$/.test(prefix)) {
    throw invalidStateUrl(
      text,
      'has a prefix that not every S3 server can take',
      "use letters, digits and _ - . ! * ' ( ) @ = + : , between single slashes",
    )
  }
  if (prefix.length > 512)
    throw invalidStateUrl(text, 'has a prefix over 512 characters', 'shorten it')
  return prefix
}

function decode(text: string, pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    throw invalidStateUrl(text, 'has a broken %-escape', 'correct it')
  }
}
