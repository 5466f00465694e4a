import { isMapping, type Mapping } from '../core/role/plain-data.ts'
import { readTaggedYaml } from '../core/role/tagged-yaml.ts'

/** A file of workflows, read. */
export interface WorkflowFile {
  readonly file: string
  readonly text: string
}

/** A step that takes credentials of AWS, with what around it matters. */
export interface CredentialStep {
  /** File and line. */
  readonly place: string
  /** What it says besides `uses` and `with`, such as its name and condition. */
  readonly around: Mapping
  readonly inputs: Mapping
  /** Variables of workflow, job and step, the innermost last. */
  readonly variables: Mapping
  /** What starts the workflow, by event; empty for a composite action. */
  readonly triggers: Mapping
  readonly environment: string | undefined
}

/** Steps of a file, or why it cannot be read. */
export interface FoundSteps {
  readonly steps: readonly CredentialStep[]
  readonly problem: string | undefined
}

const USES = /^aws-actions\/configure-aws-credentials(?:@|$)/i

/** Finds the steps of a workflow, or of a composite action, that use configure-aws-credentials. Never throws. */
export function findSteps({ file, text }: WorkflowFile): FoundSteps {
  const { value, fault, placeOf } = readTaggedYaml(text)
  if (fault !== undefined) return { steps: [], problem: `${file}:${fault.line}: ${fault.message}` }
  if (!isMapping(value)) return { steps: [], problem: undefined }
  const triggers = triggersOf(value['on'])
  const outer = { triggers, file, variables: mapping(value['env']) }
  const at = (path: readonly (string | number)[]) => `${file}:${placeOf(path).line}`
  const ofJobs = Object.entries(mapping(value['jobs'])).flatMap(([name, job]) => {
    if (!isMapping(job)) return []
    const variables = { ...outer.variables, ...mapping(job['env']) }
    const environment = environmentOf(job['environment'])
    return stepsIn(job['steps']).map(([step, index]) => ({
      place: at(['jobs', name, 'steps', index, 'uses']),
      ...partsOf(step, variables),
      triggers,
      environment,
    }))
  })
  const ofAction = stepsIn(mapping(value['runs'])['steps']).map(([step, index]) => ({
    place: at(['runs', 'steps', index, 'uses']),
    ...partsOf(step, outer.variables),
    triggers,
    environment: undefined,
  }))
  return { steps: [...ofJobs, ...ofAction], problem: undefined }
}

function stepsIn(value: unknown): readonly (readonly [Mapping, number])[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((step: unknown, index) =>
    isMapping(step) && USES.test(String(step['uses'])) ? [[step, index] as const] : [],
  )
}

const TAKEN_APART = new Set(['uses', 'with'])

function partsOf(step: Mapping, outer: Mapping) {
  const { with: inputs, env } = step
  const around = Object.fromEntries(Object.entries(step).filter(([key]) => !TAKEN_APART.has(key)))
  return { around, inputs: mapping(inputs), variables: { ...outer, ...mapping(env) } }
}

/** `on: push`, `on: [push]` and `on: {push: …}` mean the same. */
function triggersOf(value: unknown): Mapping {
  if (typeof value === 'string') return { [value]: {} }
  if (Array.isArray(value)) return Object.fromEntries(value.map((name) => [String(name), {}]))
  return mapping(value)
}

function environmentOf(value: unknown): string | undefined {
  const name = isMapping(value) ? value['name'] : value
  return typeof name === 'string' ? name : undefined
}

function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {}
}
