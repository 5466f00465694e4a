import { tryParse } from '../core/policy/text.ts'
import { isMapping } from '../core/role/plain-data.ts'

const COMMENT = /(?:^|\s)(?:#|\/\/)[^\n]*|\/\*[^]*?\*\//g
const PATH = /\bpath\s+"([^"\n]+)"\s*\{([^}]*)\}/g

/** Whether a text looks like a policy of Vault's, in HCL or JSON. */
export function isVaultPolicy(text: string): boolean {
  return /\bpath\s+"[^"\n]+"\s*\{/.test(text) || pathsOfJson(text) !== undefined
}

/** The paths that a policy of Vault's opens for reading or writing. */
export function openedPaths(text: string): readonly string[] {
  const ofJson = pathsOfJson(text)
  if (ofJson !== undefined) return ofJson
  const found = [...text.replaceAll(COMMENT, ' ').matchAll(PATH)]
  return found.flatMap(([, path = '', body = '']) => (opens(body) ? [path] : []))
}

/** Whether a path as a policy writes it, with `*` at its end and `+` for one part, is the given one. */
export function isOpened(pattern: string, path: string): boolean {
  const isPrefix = pattern.endsWith('*')
  const wanted = pattern.replace(/^\//, '').replace(/\*$/, '').split('/')
  const given = path.split('/')
  const last = wanted.length - 1
  if (given.length < wanted.length || (!isPrefix && given.length > wanted.length)) return false
  return wanted.every((part, index) => {
    const found = given[index] ?? ''
    if (part === '+') return true
    return isPrefix && index === last ? found.startsWith(part) : found === part
  })
}

/** A policy that denies a path, or only lists it, lets nobody issue. */
function opens(body: string): boolean {
  return /"(?:read|update|create|sudo|write)"/.test(body) && !body.includes('"deny"')
}

function pathsOfJson(text: string): readonly string[] | undefined {
  const parsed = tryParse(text)
  if (!('value' in parsed) || !isMapping(parsed.value)) return undefined
  const { path: paths } = parsed.value
  if (!isMapping(paths)) return undefined
  return Object.entries(paths)
    .filter(([, body]) => opens(JSON.stringify(body)))
    .map(([path]) => path)
}
