import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** What a runner takes from `action.yml`. */
export interface Manifest {
  /** Every declared input and its default. */
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs: readonly string[]
  readonly required: readonly string[]
  readonly using: string
  /** Paths from the folder of the action. */
  readonly main: string
  readonly post: string | undefined
}

interface Described {
  readonly default?: string | number | boolean | null
  readonly required?: boolean
}

/** Reads the `action.yml` of a folder. */
export function readManifest(folder: string): Manifest {
  const content = parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as {
    readonly inputs?: Readonly<Record<string, Described | null>>
    readonly outputs?: object
    readonly runs: Readonly<Record<string, string | undefined>>
  }
  const { using = '', main = '', post, pre, 'post-if': postIf = 'always()' } = content.runs
  if (pre !== undefined) throw new Error('this runner runs no pre')
  if (postIf !== 'always()') throw new Error(`this runner knows no post-if ${postIf}`)
  const inputs = Object.entries(content.inputs ?? {})
  return {
    inputs: Object.fromEntries(inputs.map(([name, input]) => [name, textOf(input?.default)])),
    required: inputs.filter(([, input]) => input?.required === true).map(([name]) => name),
    outputs: Object.keys(content.outputs ?? {}),
    using,
    main,
    post,
  }
}

/** A default may be a text, a number or a boolean; the runner hands out texts. */
function textOf(value: string | number | boolean | null | undefined): string {
  return value === undefined || value === null ? '' : String(value)
}

/**
 * The variables of inputs: blanks become `_`, hyphens stay.
 * Source: https://github.com/actions/runner/blob/v2.336.0/src/Runner.Worker/Handlers/Handler.cs (AddInputsToEnvironment)
 */
export function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  )
}
