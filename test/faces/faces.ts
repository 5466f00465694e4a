import { sweepOnce } from '../../bootstrap/sweep-lambda/sweep.ts'
import { connectJob } from '../../action/connection/connect.ts'
import { connectionFor } from '../../action/connection/prepare.ts'
import { readInputs } from '../../action/inputs/settings.ts'
import { errorLine } from '../../action/runner/error-text.ts'
import type { Environment, Setting, Settings } from '../../assembly/settings.ts'
import { connectSession } from '../../cli/connect.ts'
import { describe } from '../../cli/error-text.ts'
import { readArguments } from '../../cli/usage/program.ts'
import { reporterOn } from '../../cli/printing/reporter.ts'
import { resolveSettings } from '../../cli/settings.ts'
import { DaypassError } from '../../core/errors.ts'
import { open } from '../../library/open.ts'
import { readOptions } from '../../library/settings.ts'
import { knownConfiguration } from '../../terraform-plugin/protocol/known-configuration.ts'
import { providerSchema, type WrittenConfiguration } from '../../provider/configuration/schema.ts'
import { readConfiguration } from '../../provider/configuration/settings.ts'
import { validateConfiguration } from '../../provider/configuration/validate.ts'
import { explain } from '../../provider/explain.ts'
import { openSession } from '../../provider/open-session.ts'
import { DiagnosticError, collectDiagnostics } from '../../terraform-plugin/protocol/diagnostic.ts'
import { recordingRunner } from '../action/unit/recording-runner.ts'
import { recordingContext } from '../cli/recording-context.ts'
import { serverClock } from '../../core/server-clock.ts'

/** What somebody writes: one text a setting. */
export type Texts = Readonly<Partial<Record<Setting, string>>>

/** What a face makes of it, or all that it says in refusing it. */
export type Read = { readonly settings: Settings } | { readonly refused: string }

/** One of the faces of daypass, as far as it reads settings and opens the state. AWS is never asked. */
export interface Face {
  /** What the face calls each setting. */
  readonly names: Readonly<Record<Setting, string>>
  /** What holds where nobody names a place. */
  readonly places: {
    readonly state: string | undefined
    readonly roles: string
    /** Whether others may write there. */
    readonly isShared?: boolean
  }
  read(written: Texts, env: Environment): Promise<Read>
}

/** `daypass`, with options. */
const command: Face = {
  names: {
    state: '--state',
    roles: '--roles',
    region: '--region',
    revocation: '--revocation',
    revokerRoleArns: '--revoker-role-arn',
    allowSharedDirectory: '--allow-shared-directory',
  },
  places: { state: 'file:///home/ann/.local/state/daypass', roles: 'roles' },
  read: async (written, env) => {
    const { context } = recordingContext({ env })
    const options = textsIn(written).flatMap(([name, text]) =>
      name === 'allowSharedDirectory' ? flag(text) : [command.names[name], text],
    )
    try {
      const wanted = readArguments(['leases', ...options], context, '0')
      const settings = resolveSettings('flags' in wanted ? wanted.flags : {}, context)
      const clock = serverClock(context.clock)
      const reporter = reporterOn(context, settings)
      await connectSession({ context, clock, settings, reporter })
      return { settings }
    } catch (error) {
      const { code, message, hint = '' } = describe(error)
      return refused(error, code, message, hint)
    }
  },
}

/** The Action, with inputs. */
const action: Face = {
  names: {
    state: 'state',
    roles: 'roles',
    region: 'aws-region',
    revocation: 'revocation',
    revokerRoleArns: 'revoker-role-arns',
    allowSharedDirectory: 'allow-shared-directory',
  },
  places: { state: 'file:///runner/temp/daypass-state', roles: 'roles', isShared: true },
  read: (written, env) => {
    const inputs = textsIn(written).map(
      ([name, text]) => [action.names[name], text.trim()] as const,
    )
    const runner = recordingRunner({
      env: { RUNNER_TEMP: '/runner/temp', AWS_ACCESS_KEY_ID: 'AKIA', ...env },
      inputs: { role: 'deploy', ...Object.fromEntries(inputs) },
    })
    try {
      const settings = readInputs((name) => runner.input(name), runner.env)
      const connection = connectionFor(settings, runner)
      connectJob(connection, runner, new AbortController().signal)
      return Promise.resolve({ settings: { ...connection, roles: settings.rolesFrom } })
    } catch (error) {
      const problems = error instanceof DaypassError ? error.problems : []
      return Promise.resolve(refused(error, errorLine(error), JSON.stringify(problems)))
    }
  },
}

/** What a face with types of its own takes for a text. */
const VALUES: Readonly<Partial<Record<Setting, (text: string) => unknown>>> = {
  revokerRoleArns: (text) => text.split(','),
  allowSharedDirectory: (text) => (text === 'true' ? true : undefined),
}

/** A program, with options of `openDaypass`. */
const library: Face = {
  names: {
    state: 'state',
    roles: 'roles',
    region: 'region',
    revocation: 'revocation',
    revokerRoleArns: 'revokerRoleArns',
    allowSharedDirectory: 'allowSharedDirectory',
  },
  places: { state: undefined, roles: 'roles' },
  read: (written, env) => {
    const { context } = recordingContext({ env })
    const { user } = context
    const options = Object.fromEntries(
      textsIn(written).map(([name, text]) => [
        name,
        VALUES[name] === undefined ? text : VALUES[name](text),
      ]),
    )
    try {
      const clock = serverClock(context.clock)
      open(options, { ...context, clock, user: () => user })
      return Promise.resolve({ settings: readOptions(options, env) })
    } catch (error) {
      const { message, hint = '' } = error as DaypassError
      return Promise.resolve(refused(error, message, hint))
    }
  },
}

const NOTHING = Object.fromEntries(
  [...Object.keys(providerSchema.attributes), ...Object.keys(providerSchema.blocks)].map((name) => [
    name,
    null,
  ]),
) as unknown as WrittenConfiguration

/** The provider, with its block. */
const provider: Face = {
  names: {
    state: 'state',
    roles: 'roles',
    region: 'region',
    revocation: 'revocation',
    revokerRoleArns: 'revoker_role_arns',
    allowSharedDirectory: 'allow_shared_directory',
  },
  places: { state: undefined, roles: 'state:' },
  read: async (written, env) => {
    const attributes = textsIn(written).map(([name, text]) => [
      provider.names[name],
      VALUES[name] === undefined ? text : (VALUES[name](text) ?? null),
    ])
    const block = { ...NOTHING, ...Object.fromEntries(attributes) } as WrittenConfiguration
    const diagnostics = collectDiagnostics()
    validateConfiguration(block, diagnostics)
    if (diagnostics.all.length > 0) return { refused: JSON.stringify(diagnostics.all) }
    const { context } = recordingContext({ env })
    try {
      const configuration = knownConfiguration<typeof providerSchema>(block)
      if (!('known' in configuration)) throw new TypeError('all of it is known')
      const settings = readConfiguration(configuration.known, env)
      const clock = serverClock(context.clock)
      await openSession(settings, { ...context, clock }).connect()
      return { settings }
    } catch (error) {
      const problems = error instanceof DiagnosticError ? error.problems : [explain(error)]
      return refused(error, JSON.stringify(problems))
    }
  },
}

/** All of them that people write settings for. */
export const FACES: Readonly<Record<string, Face>> = { command, action, library, provider }

/** The sweep that a schedule starts: it has nothing but variables. What it says of those that are wrong. */
export async function refusalOfSweep(env: Environment): Promise<string> {
  return await sweepOnce(env, { write: () => undefined }).then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )
}

/** An option without a value: it is there or it is not. */
function flag(text: string): readonly string[] {
  return text === 'true' ? ['--allow-shared-directory'] : []
}

function textsIn(written: Texts): readonly (readonly [Setting, string])[] {
  return (Object.keys(written) as Setting[]).map((name) => [name, written[name] ?? ''])
}

/** A fault of the code is none of the user's. */
function refused(error: unknown, ...texts: readonly string[]): Read {
  if (error instanceof DaypassError || error instanceof DiagnosticError)
    return { refused: texts.join('\n') }
  throw error
}
