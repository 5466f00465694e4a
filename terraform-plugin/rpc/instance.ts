/** One process of the provider: what its calls share. */
import type { ConfiguredCall, ValidationCall } from '../definition/call.ts'
import type { AnyProvider } from '../definition/provider.ts'
import type { Log } from '../plugin/log.ts'
import { DiagnosticError } from '../protocol/diagnostic.ts'
import type { Diagnostics } from '../protocol/diagnostic.ts'
import type { Writable } from '../protocol/message.ts'
import type { RequestOf, ResponseOf, RpcName } from '../protocol/messages/rpc-messages.ts'
import { noOpenEphemerals } from './open-ephemerals.ts'
import type { OpenEphemerals } from './open-ephemerals.ts'

/** One process of the provider. */
export interface Instance {
  readonly provider: AnyProvider
  readonly log: Log
  readonly clock: { now(): Date }
  readonly open: OpenEphemerals
  /** What `configure` has answered; the last counts. */
  readonly sessions: unknown[]
  /** Aborted when Terraform asks to stop. */
  readonly stop: AbortController
  /** Aborted then, and also by Ctrl-C: for what leaves nothing behind. */
  readonly interrupt: AbortController
}

/** Answers one call. */
export type Rpc<N extends RpcName> = (
  instance: Instance,
  request: RequestOf<N>,
) => Writable<ResponseOf<N>> | Promise<Writable<ResponseOf<N>>>

/** A process that has been asked nothing yet. */
export function newInstance(parts: Pick<Instance, 'provider' | 'log' | 'clock'>): Instance {
  return {
    ...parts,
    open: noOpenEphemerals(),
    sessions: [],
    stop: new AbortController(),
    interrupt: new AbortController(),
  }
}

/** What a handler gets that needs no configured provider. */
export function validationCall({ log }: Instance, diagnostics: Diagnostics): ValidationCall {
  return { log, diagnostics }
}

/** What a handler gets that runs to its end unless Terraform asks to stop. */
export function steadyCall(instance: Instance, diagnostics: Diagnostics): ConfiguredCall<unknown> {
  return { ...sessionCall(instance, diagnostics), stop: instance.stop.signal }
}

/** What a handler gets that Ctrl-C stops at once. */
export function pendingCall(instance: Instance, diagnostics: Diagnostics): ConfiguredCall<unknown> {
  return { ...sessionCall(instance, diagnostics), stop: instance.interrupt.signal }
}

/** What a handler gets that runs while the process ends. */
export function lastCall(instance: Instance, diagnostics: Diagnostics): ConfiguredCall<unknown> {
  return { ...sessionCall(instance, diagnostics), stop: new AbortController().signal }
}

function sessionCall(
  instance: Instance,
  diagnostics: Diagnostics,
): Omit<ConfiguredCall<unknown>, 'stop'> {
  if (instance.sessions.length === 0)
    throw new DiagnosticError({
      summary: 'Provider not configured',
      detail:
        'The provider was asked to work before it was configured. This is a bug in the caller.',
    })
  return { ...validationCall(instance, diagnostics), session: instance.sessions.at(-1) }
}
