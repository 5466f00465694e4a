import type { RpcName } from '../protocol/messages/rpc-messages.ts'
import { describeDiagnostic } from '../protocol/describe-diagnostic.ts'
import type { Rpc } from './instance.ts'

type Unsupported = Extract<
  RpcName,
  | 'ValidateStateStoreConfig'
  | 'ConfigureStateStore'
  | 'LockState'
  | 'UnlockState'
  | 'GetStates'
  | 'DeleteState'
>

/** Answers a call for a kind of thing that the provider does not have, and therefore does not offer in its schema. */
export function unsupported(kind: string): Rpc<Unsupported> {
  const diagnostics = [
    describeDiagnostic(
      {
        severity: 'error',
        summary: `No ${kind}`,
        detail: `The provider does not support ${kind}.`,
      },
      undefined,
    ),
  ]
  return () => ({ diagnostics })
}
