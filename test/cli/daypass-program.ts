import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

/** `daypass` as a program that others start by its name. */
export interface Program {
  readonly file: string
  /** A `PATH` with it. */
  readonly path: string
  /** How often it was started. */
  readonly starts: () => number
}

/** Puts the command of this tree into a folder, under its name. */
export function daypassProgram(folder: string): Program {
  const bin = join(folder, 'bin')
  const log = join(folder, 'starts.log')
  mkdirSync(bin, { recursive: true })
  writeFileSync(log, '')
  const file = join(bin, 'daypass')
  const words = [process.execPath, '--import', import.meta.resolve('tsx'), main]
  writeFileSync(
    file,
    `#!/bin/sh\necho started >> '${log}'\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`,
  )
  chmodSync(file, 0o755)
  return {
    file,
    path: [bin, process.env['PATH']].join(delimiter),
    starts: () => readFileSync(log, 'utf8').split('\n').length - 1,
  }
}
