import { join } from 'node:path'
import { exportPairs } from './file-commands.ts'
import { type JobOptions, jobVariables } from './job-variables.ts'
import { type Found, type Machine, emptyTemporary, filesOn } from './machine.ts'
import { createMasks } from './masks.ts'
import { inputVariables, readManifest } from './manifest.ts'
import { type Ended, type JobMemory, type Running, runProcess } from './run-process.ts'

/** A step with `uses:`. */
export interface UsesStep {
  /** The folder of the action. */
  readonly uses: string
  readonly with?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** Inside a composite action in a composite action: post finds its inputs empty (actions/runner#2800). */
  readonly nested?: boolean
}

/** A job on a runner. */
export interface Job {
  /** Starts main; the post is on the list from then on, however main ends. */
  start(step: UsesStep): Running
  /** Starts main and waits for it. */
  uses(step: UsesStep): Promise<Ended>
  /** What a step with `run:` does that writes to `GITHUB_ENV`. */
  setEnv(variables: Readonly<Record<string, string>>): void
  /** A step with `run:`, in the environment of the job. */
  run(program: string, ...args: string[]): Promise<Ended>
  /** The environment that the next step finds. */
  env(): Readonly<Record<string, string>>
  /** The posts, the last one first, and the end of the job. Without posts the runner is lost. */
  finish(): Promise<readonly Ended[]>
  /** The last post, which stays on the list: what a runner never does. */
  repeatPost(): Promise<Ended>
  /** The log, the files of commands as they were written, and every file on the machine. */
  collected(): readonly Found[]
}

interface Post {
  readonly name: string
  readonly step: UsesStep
  readonly inputs: Readonly<Record<string, string>>
  readonly state: Map<string, string>
  readonly script: string
}

/**
 * Starts a job on a machine, in the way of GitHub's runner 2.336.0: a process for each main and post, commands
 * by files and lines, state saved even by a main that is killed, posts in reverse with the environment of
 * the end, whose inputs are not to be relied on.
 * Source: https://github.com/actions/runner/tree/v2.336.0/src/Runner.Worker (ActionRunner.cs, StepsRunner.cs)
 */
export function startJob(machine: Machine, options: JobOptions = {}): Job {
  emptyTemporary(machine)
  const memory = newMemory(machine, options)
  const posts: Post[] = []
  let mains = 0
  const start = (step: UsesStep): Running => {
    const manifest = readManifest(step.uses)
    const unknown = Object.keys(step.with ?? {}).filter((name) => !(name in manifest.inputs))
    if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`)
    const inputs = { ...manifest.inputs, ...step.with }
    const state = new Map<string, string>()
    const number = (mains += 1)
    if (manifest.post !== undefined) {
      const script = join(step.uses, manifest.post)
      posts.push({ name: `post ${number}`, step, inputs, state, script })
    }
    return runProcess(memory, {
      name: `main ${number}`,
      program: machine.node,
      args: [...machine.nodeFlags(), join(step.uses, manifest.main)],
      env: { ...step.env, ...inputVariables(inputs) },
      state,
    })
  }
  const repeatPost = (): Promise<Ended> => {
    const last = posts.at(-1)
    if (last === undefined) throw new Error('there is no post')
    return runPost(memory, last)
  }
  return {
    start,
    uses: (step) => start(step).ended,
    setEnv: (variables) => {
      exportPairs(memory.env, Object.entries(variables))
    },
    run: (program, ...args) =>
      runProcess(memory, { name: `run ${program}`, program, args, env: {}, state: new Map() })
        .ended,
    env: () => Object.fromEntries(memory.env),
    repeatPost,
    finish: async () => {
      const ended: Ended[] = []
      for (; posts.length > 0; posts.pop()) ended.push(await repeatPost())
      return ended
    },
    collected: () => [
      { place: 'log', text: memory.log.join('\n') },
      ...memory.commands,
      ...filesOn(machine),
    ],
  }
}

function newMemory(machine: Machine, options: JobOptions): JobMemory {
  const masks = createMasks()
  for (const secret of options.secrets ?? []) masks.add(secret)
  if (options.idToken !== undefined) masks.add(options.idToken.bearer)
  const env = new Map(Object.entries(jobVariables(machine, options)))
  return { machine, masks, debug: options.debug === true, env, log: [], commands: [] }
}

function runPost(memory: JobMemory, post: Post): Promise<Ended> {
  const { step, inputs, state } = post
  const names = Object.keys(inputs)
  const found = step.nested === true ? Object.fromEntries(names.map((name) => [name, ''])) : inputs
  const states = [...state].map(([name, value]) => [`STATE_${name}`, value] as const)
  return runProcess(memory, {
    name: post.name,
    program: memory.machine.node,
    args: [...memory.machine.nodeFlags(), post.script],
    env: { ...step.env, ...inputVariables(found), ...Object.fromEntries(states) },
    state,
  }).ended
}
