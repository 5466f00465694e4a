import { writeSync } from 'node:fs'
import { makeCertificate } from './certificate.ts'
import type { Methods } from './grpc.ts'
import {
  explainToPerson,
  handshakeLine,
  isStartedByTerraform,
  speaksOurProtocol,
} from './handshake.ts'
import { takeOver } from './lifecycle.ts'
import type { ExitReason, Lifecycle } from './lifecycle.ts'
import { accept } from './accept.ts'
import type { Guard } from './accept.ts'
import { listen } from './listen.ts'
import { writeToStderr } from './log.ts'
import { watchParent } from './parent.ts'
import { pluginMethods } from './plugin-methods.ts'

/** A plugin for protocol 6. */
export interface Plugin {
  readonly name: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: { now(): Date }
  /** Asked for once, when Terraform has been answered: whatever takes time to load is loaded there. */
  readonly methods: () => Promise<Methods>
  /** Runs once before the process ends, for at most ten seconds. */
  readonly beforeEnd: (why: ExitReason) => Promise<void>
  /** The user pressed Ctrl-C: what is pending and leaves nothing behind may stop. */
  readonly interrupt: () => void
}

/**
 * Serves this process as a plugin until Terraform shuts it down, is gone, or the process is asked to end. Resolves when
 * it listens and has said so on stdout. From then on nothing else is written there: what anybody writes to
 * `process.stdout` goes to stderr, where Terraform logs it. Standard input is Terraform's own and is never read.
 *
 * If the process is killed, nothing runs any more and the socket's folder stays behind.
 */
export async function servePlugin(plugin: Plugin): Promise<void> {
  const { environment } = plugin
  if (!isStartedByTerraform(environment)) {
    refuse(2, explainToPerson(plugin.name))
    return
  }
  // A first line that is no handshake is shown to the user, stderr is not.
  if (!speaksOurProtocol(environment)) {
    refuse(1, `${plugin.name} needs Terraform 1.0 or newer\n`)
    return
  }
  const lifecycle = takeOver(plugin)
  const guard = makeGuard(plugin)
  const listening = await listen(plugin.name, process.platform)
  process.on('exit', listening.remove)
  writeSync(1, handshakeLine(listening, guard))
  // In the same turn: no connection can come before somebody takes it.
  const connections = accept(listening.server, loadMethods(plugin, lifecycle), guard)
  Object.defineProperty(process, 'stdout', { get: () => process.stderr, configurable: true })
  const parent = { id: () => process.ppid, changes: process.platform !== 'win32' }
  watchParent(parent, connections, () => {
    lifecycle.end('parent-gone', 0)
  })
}

async function loadMethods(plugin: Plugin, lifecycle: Lifecycle): Promise<Methods> {
  return {
    ...(await plugin.methods()),
    ...pluginMethods({
      beforeEnd: () => lifecycle.beforeEnd('shutdown'),
      end: () => {
        lifecycle.end('shutdown', 0)
      },
    }),
  }
}

function refuse(descriptor: 1 | 2, text: string): void {
  if (descriptor === 1) writeSync(1, text)
  else writeToStderr(text)
  process.exitCode = 1
}

/** Without a certificate of the client there is none of ours (`TF_DISABLE_PLUGIN_TLS`, a debugger). */
function makeGuard({ environment, clock }: Plugin): Guard {
  const clientCert = environment['PLUGIN_CLIENT_CERT']
  if (clientCert === undefined || clientCert === '') return undefined
  return { clientCert, own: makeCertificate(clock.now()) }
}
