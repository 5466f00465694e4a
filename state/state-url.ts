import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { DirectoryLocation, StateLocation } from './location.ts'
import { invalidStateUrl } from './invalid-state-url.ts'
import { formatS3Url, parseS3Url } from './s3/s3-url.ts'

/**
 * Reads a state URL: `s3://bucket/prefix?region=…` or `file:///directory`.
 *
 * @throws `state-url-invalid`, saying what is wrong and how it should look.
 */
export function parseStateUrl(text: string): StateLocation {
  if (/^(?:s3:\/\/)?arn:/.test(text)) {
    throw invalidStateUrl(
      text,
      'names a bucket or an access point by its ARN',
      'write s3:// and the bucket’s name, or the access point’s alias (it ends in -s3alias)',
    )
  }
  const url = asUrl(text)
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw invalidStateUrl(text, 'has a user, password or fragment', 'leave them out')
  }
  switch (url.protocol) {
    case 's3:':
      return parseS3Url(text, url)
    case 'file:':
      return parseFile(text, url)
    default:
      throw invalidStateUrl(text, `begins with ${url.protocol}`, EXAMPLE)
  }
}

/** The URL of a location, so that {@link parseStateUrl} reads the same from it. */
export function formatStateUrl(location: StateLocation): string {
  return location.kind === 's3' ? formatS3Url(location) : pathToFileURL(location.directory).href
}

const EXAMPLE =
  'a state URL looks like s3://bucket/prefix?region=eu-central-1 or file:///home/ann/.daypass'

function asUrl(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw invalidStateUrl(text, 'is not a URL', EXAMPLE)
  }
}

function parseFile(text: string, url: URL): DirectoryLocation {
  // The URL parser makes file:state absolute: only the text tells.
  if (!/^file:\/\/\/(?!\/)/i.test(text)) {
    throw invalidStateUrl(
      text,
      'is not absolute',
      'write three slashes and the whole path: file:///home/ann/.daypass',
    )
  }
  if (url.search !== '') throw invalidStateUrl(text, 'has options', 'a directory takes none')
  const directory = pathOf(text, url)
  if (dirname(directory) === directory) {
    throw invalidStateUrl(text, 'names no directory', EXAMPLE)
  }
  if (process.platform !== 'win32' && KERNEL.test(directory)) {
    throw invalidStateUrl(text, 'is a place of the operating system, not of files', EXAMPLE)
  }
  return { kind: 'directory', directory }
}

/** What lies there is made by the kernel, but for the memory that is shared. */
const KERNEL = /^\/(?:proc|sys|dev(?!\/shm\/))(?:\/|$)/

function pathOf(text: string, url: URL): string {
  try {
    return resolve(fileURLToPath(url))
  } catch {
    throw invalidStateUrl(text, 'is not a path of this system', EXAMPLE)
  }
}
