import { type Written, openCommandFiles } from './command-files.ts'
import { exportPairs, readPairs } from './file-commands.ts'
import type { Found, Machine } from './machine.ts'
import type { Masks } from './masks.ts'
import { type StepProcess, startProcess } from './process.ts'
import { type Annotation, readLines } from './workflow-commands.ts'

/** How a process of a step ended, and what it left. */
export interface Ended {
  readonly code: number
  /** Its lines as the log shows them. */
  readonly log: string
  readonly annotations: readonly Annotation[]
  readonly outputs: Readonly<Record<string, string>>
  /** What it wrote to `GITHUB_ENV`. */
  readonly exported: Readonly<Record<string, string>>
  readonly summary: string
  readonly milliseconds: number
}

/** A process of a step under way. */
export interface Running extends Pick<StepProcess, 'pid' | 'cancel' | 'kill'> {
  readonly ended: Promise<Ended>
}

/** What the processes of a job share. */
export interface JobMemory {
  readonly machine: Machine
  readonly masks: Masks
  readonly debug: boolean
  /** The environment of the next step. */
  readonly env: Map<string, string>
  readonly log: string[]
  /** The files of commands as they were written. */
  readonly commands: Found[]
}

/** One process of a step. */
export interface StepCommand {
  /** For the places where something is found. */
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What the step keeps for its post. */
  readonly state: Map<string, string>
}

/** Starts a process of a step; once it ends, however it ends, its file commands are carried out. */
export function runProcess(job: JobMemory, command: StepCommand): Running {
  const { machine, masks, log } = job
  const files = openCommandFiles(machine)
  const reader = readLines(masks, job.debug)
  const own: string[] = []
  const env = { ...Object.fromEntries(job.env), ...command.env, ...files.variables }
  const started = performance.now()
  const child = startProcess({ ...command, folder: machine.workspace, env }, (line) => {
    const shown = reader.read(line)
    if (shown === undefined) return
    own.push(shown)
    log.push(shown)
  })
  const ended = child.ended.then((code) => {
    const milliseconds = performance.now() - started
    const { exported, outputs, summary } = carryOut(job, command, files.take())
    const { annotations } = reader
    return { code, log: own.join('\n'), annotations, outputs, exported, summary, milliseconds }
  })
  return { ended, pid: child.pid, cancel: child.cancel, kill: child.kill }
}

function carryOut(
  job: JobMemory,
  command: StepCommand,
  written: Written,
): Pick<Ended, 'exported' | 'outputs' | 'summary'> {
  for (const [file, text] of Object.entries(written)) {
    job.commands.push({ place: `GITHUB_${file} of ${command.name}`, text })
  }
  const exported = readPairs(written.ENV)
  const outputs = readPairs(written.OUTPUT)
  const states = readPairs(written.STATE)
  exportPairs(job.env, exported)
  for (const [key, value] of states) command.state.set(key, value)
  // With step debug on, the runner shows each of them.
  for (const [key, value] of job.debug ? [...exported, ...outputs, ...states] : []) {
    job.log.push(job.masks.hide(`##[debug]${key}='${value}'`))
  }
  return {
    exported: Object.fromEntries(exported),
    outputs: Object.fromEntries(outputs),
    summary: written.STEP_SUMMARY,
  }
}
