/**
 * What go-plugin asks of every plugin beside its own service.
 * Source: https://github.com/hashicorp/go-plugin/tree/main/internal/plugin
 */
import type { Methods } from './grpc.ts'

const EMPTY = new Uint8Array(0)
/** `grpc.health.v1.HealthCheckResponse` with status SERVING. */
const SERVING = Uint8Array.from([8, 1])

/**
 * The calls of go-plugin. `beforeEnd` is awaited before `Shutdown` is answered: Terraform waits for that answer without a
 * limit, and kills two seconds after it. `end` is called when the answer has been sent.
 */
export function pluginMethods(hooks: {
  readonly beforeEnd: () => Promise<void>
  readonly end: () => void
}): Methods {
  return {
    '/plugin.GRPCController/Shutdown': async (_request, { sent }) => {
      await hooks.beforeEnd()
      void sent.then(hooks.end)
      return EMPTY
    },
    '/plugin.GRPCStdio/StreamStdio': 'held',
    '/plugin.GRPCBroker/StartStream': 'held',
    '/grpc.health.v1.Health/Check': () => SERVING,
  }
}
