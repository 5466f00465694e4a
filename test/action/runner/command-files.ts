import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from './machine.ts'

const FILES = ['ENV', 'OUTPUT', 'STATE', 'PATH', 'STEP_SUMMARY'] as const

/** What a process wrote, by command. */
export type Written = Readonly<Record<(typeof FILES)[number], string>>

/** The files that one process may write commands into. */
export interface CommandFiles {
  readonly variables: Readonly<Record<string, string>>
  /** Reads what was written, and removes the files, as the runner does. */
  readonly take: () => Written
}

/** New files for the commands of one process. */
export function openCommandFiles({ temporary }: Machine): CommandFiles {
  const id = randomUUID()
  const pathOf = (name: string): string => join(temporary, `_command_${name}_${id}`)
  const take = (name: string): string => {
    const text = readFileSync(pathOf(name), 'utf8')
    rmSync(pathOf(name))
    return text
  }
  for (const name of FILES) writeFileSync(pathOf(name), '')
  return {
    variables: Object.fromEntries(FILES.map((name) => [`GITHUB_${name}`, pathOf(name)])),
    take: () => ({
      ENV: take('ENV'),
      OUTPUT: take('OUTPUT'),
      STATE: take('STATE'),
      PATH: take('PATH'),
      STEP_SUMMARY: take('STEP_SUMMARY'),
    }),
  }
}
