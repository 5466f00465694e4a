import { defined } from '../../core/language/defined.ts'
import { CREDENTIAL_VARIABLES } from '../../assembly/credential-variables.ts'
import { jsonLine } from '../../core/language/json-text.ts'
import type { Role } from '../../core/role/role.ts'
import type { MisbehaviourPlan, Sandbox } from '../../sandbox/sandbox.ts'
import type { Context, StopSignal } from '../process/context.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { posixQuote } from '../credentials/render.ts'
import type { Variables } from '../credentials/variables.ts'
import { refuseProgram, startProgram } from '../process/run-program.ts'
import { sandboxRoles } from '../roles/sandbox-roles.ts'
import type { Session } from '../session.ts'

/** Options of `sandbox`. */
export interface SandboxFlags {
  readonly port?: string
  readonly misbehave?: string
}

/**
 * Runs a sandbox around a command, or until a stop signal. All of it is in this process: whatever happens,
 * nothing is left.
 */
export async function sandboxCommand(
  session: Session,
  words: readonly string[],
  flags: SandboxFlags,
): Promise<number> {
  const port = portOf(flags.port)
  const [program] = words
  const refused = program === undefined ? undefined : await refuseProgram(session, program)
  if (refused !== undefined) return refused
  const { place, roles } = await sandboxRoles(session)
  const sandbox = await start(port, roles, flags.misbehave)
  try {
    const variables = variablesFor(session.context, sandbox, place)
    if (program === undefined) return await serve(session, sandbox, variables)
    const running = startProgram(session, words, variables)
    return await running.ended
  } finally {
    await sandbox.stop()
  }
}

async function start(
  port: number,
  roles: readonly Role[],
  misbehave: string | undefined,
): Promise<Sandbox> {
  const [{ startSandbox }, { seedRoles }, { planFromText }] = await Promise.all([
    import('../../sandbox/sandbox.ts'),
    import('../../sandbox/seed.ts'),
    import('../../sandbox/misbehaviour/read-plan.ts'),
  ])
  const plan = misbehave === undefined ? undefined : planOf(misbehave, planFromText)
  const sandbox = await startSandbox({ port }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw usageError(`port ${port} is taken`, 'name another, or leave --port out')
    if (code === 'EACCES') throw usageError(`port ${port} may not be used`, 'name one above 1023')
    throw error
  })
  seedRoles(sandbox, roles)
  sandbox.misbehave(plan)
  return sandbox
}

function planOf(text: string, read: (text: string) => MisbehaviourPlan): MisbehaviourPlan {
  try {
    return read(text)
  } catch (error) {
    throw usageError(
      `--misbehave ${text}: ${error instanceof Error ? error.message : String(error)}`,
      'a seed, as in 7, or a profile and a seed: aws:7, store:7 or all:7',
    )
  }
}

/** Prints what points other programs at the sandbox, and waits. */
async function serve(
  { context, settings, reporter }: Session,
  { url }: Sandbox,
  variables: Variables,
): Promise<number> {
  const set = Object.entries(variables).filter(([, value]) => value !== undefined)
  const text = settings.json
    ? jsonLine(Object.fromEntries(set))
    : set.map(([name, value = '']) => `export ${name}=${posixQuote(value)}\n`).join('')
  const stopped = new Promise<StopSignal>((resolve) => {
    context.onSignal(resolve)
  })
  await context.stdout.write(text)
  await reporter.note(
    `the sandbox runs at ${url} until Ctrl-C; use the variables above in another terminal`,
  )
  // Signal listeners alone do not keep a process alive, but the open port does.
  await stopped
  return EXIT.ok
}

/** What leads to the sandbox, and nothing that would lead past it. */
function variablesFor(
  { env }: Context,
  { url, root }: Sandbox,
  roles: string | undefined,
): Variables {
  return {
    ...Object.fromEntries(
      Object.keys(env)
        .filter(leadsElsewhere)
        .map((name) => [name, undefined]),
    ),
    AWS_ACCESS_KEY_ID: root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: url,
    AWS_EC2_METADATA_DISABLED: 'true',
    DAYPASS_STATE: 's3://daypass-state',
    // These credentials open nothing but the sandbox.
    DAYPASS_REVEAL: '1',
    ...defined({ DAYPASS_ROLES: roles }),
  }
}

const ELSEWHERE = [
  ...CREDENTIAL_VARIABLES,
  'AWS_SECURITY_TOKEN',
  'AWS_SESSION_EXPIRATION',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'DAYPASS_AWS_PROFILE',
]

function leadsElsewhere(name: string): boolean {
  return ELSEWHERE.includes(name) || /^AWS_(?:ENDPOINT_URL|CONTAINER)_/.test(name)
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 0
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text)
  throw usageError(`${JSON.stringify(text)} is not a port`, 'a number from 0 to 65535')
}
