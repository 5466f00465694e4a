import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/**
 * The check sum of a provider's folder, as it stands in `.terraform.lock.hcl`: of the names and contents of all files.
 *
 * Source: https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash#Hash1
 */
export async function packageHash(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const whole = createHash('sha256')
  for (const { path, name } of files) {
    const own = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    whole.update(`${own}  ${name}\n`)
  }
  return `h1:${whole.digest('base64')}`
}
