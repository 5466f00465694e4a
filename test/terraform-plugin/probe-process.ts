/** The probe provider as a process of its own, asked by the gRPC client that others wrote. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client, credentials } from '@grpc/grpc-js'
import type { ChannelCredentials } from '@grpc/grpc-js'
import { build } from 'esbuild'
import { systemClock } from '../../core/clock.ts'
import { makeCertificate } from '../../terraform-plugin/plugin/certificate.ts'
import type { Certificate } from '../../terraform-plugin/plugin/certificate.ts'

const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2'

/** Bundles the probe provider as the real one is bundled. */
export async function bundleProbe(outfile: string): Promise<string> {
  return await bundleProvider(fileURLToPath(new URL('probe-main.ts', import.meta.url)), outfile)
}

/** Bundles a program that is a provider into one script. */
export async function bundleProvider(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  })
  return outfile
}

export interface ProbeProcess {
  readonly child: ChildProcess
  readonly line: string
  readonly target: string
  readonly stderr: () => string
  /** How it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>
  /** A client with that certificate; with none, in plain text. Closed by `dispose`. */
  readonly client: (certificate?: Certificate) => Client
  /** Kills it, if it still runs. */
  readonly dispose: () => void
}

/** Starts it as Terraform does; `certificate` is the client's. */
export async function startProbe(
  script: string,
  options: {
    readonly certificate?: Certificate
    readonly environment?: Readonly<Record<string, string>>
    /** A process between, which can be killed like Terraform. */
    readonly between?: true
  } = {},
): Promise<ProbeProcess> {
  const { certificate, environment = {}, between } = options
  const command = between === true ? ['-c', '"$0" "$1" & wait', process.execPath, script] : [script]
  const child = spawn(between === true ? 'sh' : process.execPath, command, {
    env: {
      PATH: process.env['PATH'],
      TF_PLUGIN_MAGIC_COOKIE: COOKIE,
      PLUGIN_PROTOCOL_VERSIONS: '6,5',
      ...(certificate === undefined ? {} : { PLUGIN_CLIENT_CERT: certificate.cert }),
      ...environment,
    },
  })
  const clients: Client[] = []
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }))
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => ['']),
  ])) as [string]
  const [, , network, address = '', , der = ''] = line.split('|')
  const target = network === 'unix' ? `unix:${address}` : address
  return {
    child,
    line,
    target,
    stderr: () => stderr,
    ended,
    client: (own) => {
      const client = new Client(target, channel(der, own), {
        'grpc.ssl_target_name_override': 'localhost',
        'grpc.default_authority': 'localhost',
        'grpc.max_receive_message_length': -1,
      })
      clients.push(client)
      return client
    },
    dispose: () => {
      child.kill('SIGKILL')
      for (const client of clients) client.close()
    },
  }
}

function channel(der: string, own: Certificate | undefined): ChannelCredentials {
  if (der === '') return credentials.createInsecure()
  const padded = Buffer.from(der, 'base64').toString('base64')
  const server = `-----BEGIN CERTIFICATE-----\n${padded}\n-----END CERTIFICATE-----\n`
  return own === undefined
    ? credentials.createSsl(Buffer.from(server))
    : credentials.createSsl(Buffer.from(server), Buffer.from(own.key), Buffer.from(own.cert))
}

/** A certificate for a client. */
export function clientCertificate(): Certificate {
  return makeCertificate(systemClock.now())
}

/** Sends bytes, answers bytes; rejects with the client's own error. */
export async function ask(client: Client, path: string, request: Uint8Array): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const same = (bytes: Buffer): Buffer => bytes
    const deadline = systemClock.now().getTime() + 20_000
    client.makeUnaryRequest(
      path,
      same,
      same,
      Buffer.from(request),
      { deadline },
      (error, answer) => {
        if (error === null && answer !== undefined) resolve(answer)
        else reject(error ?? new Error('no answer'))
      },
    )
  })
}
