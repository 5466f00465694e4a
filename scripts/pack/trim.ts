/**
 * What `npm pack` and `npm publish` take away from package.json, and give back: whoever installs daypass gets bundles, and needs
 * neither the scripts of this repository nor the packages they use. If it dies midway, `git checkout package.json` has all.
 */
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PACKAGE = fileURLToPath(new URL('../../package.json', import.meta.url))
const WHOLE = `${PACKAGE}.whole`

if (process.argv[2] === 'back') {
  renameSync(WHOLE, PACKAGE)
} else {
  copyFileSync(PACKAGE, WHOLE)
  const fields = Object.entries(JSON.parse(readFileSync(PACKAGE, 'utf8')) as object)
  const kept = fields.filter(([name]) => name !== 'scripts' && name !== 'devDependencies')
  writeFileSync(PACKAGE, `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`)
}
