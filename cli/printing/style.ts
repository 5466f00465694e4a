import { styleText } from 'node:util'
import type { Environment } from '../../assembly/settings.ts'
import type { Output } from '../process/context.ts'
import type { ColorChoice } from '../settings.ts'

/** The few looks that text may have. */
export type Look = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

/** Gives text a look, or leaves it alone where there is no colour. */
export type Style = (look: Look, text: string) => string

/**
 * How to style text for an output: `--color` first, then `FORCE_COLOR`, `NO_COLOR` and `TERM=dumb` (in Node's
 * order), then whether a person looks on.
 */
export function styleFor(output: Output, choice: ColorChoice, env: Environment): Style {
  if (!isColored(output, choice, env)) return (_, text) => text
  return (look, text) => styleText(look, text, { validateStream: false })
}

function isColored(output: Output, choice: ColorChoice, env: Environment): boolean {
  if (choice !== 'auto') return choice === 'always'
  const force = env['FORCE_COLOR']
  if (force !== undefined) return force !== '0' && force !== 'false'
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false
  return output.terminal
}
