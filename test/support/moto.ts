import { startLocalProgram } from './local-program.ts'

/** A running moto_server: a wide mock of AWS, which checks neither signatures nor rights. */
export interface Moto {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  stop(): Promise<void>
}

/** Starts `moto_server`, with AWS's managed policies in it. */
export async function startMoto(): Promise<Moto | { readonly skip: string }> {
  const started = await startLocalProgram({
    name: 'moto',
    program: 'moto_server',
    args: (port) => ['-H', '127.0.0.1', '-p', String(port)],
    env: { MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    path: '/moto-api/',
  })
  if ('skip' in started) return started
  return { ...started, accessKeyId: 'testing', secretAccessKey: 'testing' }
}
