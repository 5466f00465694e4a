import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of the installed package, or of the checkout: the nearest above this file with a `LICENSE`. (From the
 * bundle as from the source, which lie at different depths; the bundle has a `package.json` of its own.)
 */
export function packageFolder(from = fileURLToPath(import.meta.url)): string {
  const folder = dirname(from)
  return existsSync(join(folder, 'LICENSE')) || folder === from ? folder : packageFolder(folder)
}
