import { matchesGlob } from '../../core/policy/match.ts'

/** Says who owns a file of the repository, as GitHub does. */
export interface CodeOwners {
  /** Owners of a path below the repository's root; empty for none. */
  readonly ownersOf: (path: string) => readonly string[]
}

/**
 * Reads a CODEOWNERS file: the last line whose pattern fits a path decides, even if it names nobody.
 *
 * Source: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function readCodeOwners(text: string): CodeOwners {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const [pattern, ...owners] = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/)
    return pattern === undefined || pattern === '' ? [] : [{ fits: matcher(pattern), owners }]
  })
  return { ownersOf: (path) => lines.findLast(({ fits }) => fits(path))?.owners ?? [] }
}

/**
 * `/docs/` is a folder at the root, `docs/` one anywhere, `*.yaml` a file anywhere, `docs/*` the files of the folder
 * alone, `**` any folders.
 */
function matcher(written: string): (path: string) => boolean {
  const isRooted = written.replace(/\/$/, '').includes('/')
  const wanted = written.replace(/^\//, '').replace(/\/$/, '/**').split('/')
  const isFolderAllowed = wanted.at(-1) !== '*'
  return (path) => {
    const parts = path.replace(/^\.?\//, '').split('/')
    const starts = isRooted ? [0] : parts.map((_, index) => index)
    return starts.some((start) => fitsParts(wanted, parts.slice(start), isFolderAllowed))
  }
}

function fitsParts(
  wanted: readonly string[],
  parts: readonly string[],
  isFolderAllowed: boolean,
): boolean {
  const [first, ...rest] = wanted
  if (first === undefined) return parts.length === 0 || isFolderAllowed
  if (first === '**') {
    return parts.some((_, index) => fitsParts(rest, parts.slice(index), true)) || rest.length === 0
  }
  const [part, ...others] = parts
  return part !== undefined && matchesGlob(first, part) && fitsParts(rest, others, isFolderAllowed)
}
