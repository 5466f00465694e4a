import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalProgram, startLocalProgram } from './local-program.ts'

/** A running S3 server, empty. */
export interface FileServer {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  stop(): Promise<void>
}

const accessKeyId = 'daypass-test'
const secretAccessKey = 'daypass-test-secret'

/** Starts MinIO: a test server alone, AGPL, never part of daypass. */
export async function startMinio(): Promise<FileServer | { readonly skip: string }> {
  return await startOverFiles((folder) => ({
    name: 'minio',
    program: 'minio',
    args: (port) => [
      'server',
      join(folder, 'objects'),
      '--quiet',
      '--address',
      `127.0.0.1:${port}`,
    ],
    env: {
      MINIO_ROOT_USER: accessKeyId,
      MINIO_ROOT_PASSWORD: secretAccessKey,
      MINIO_BROWSER: 'off',
    },
    path: '/minio/health/live',
  }))
}

/** Starts the Versity gateway over a folder. */
export async function startVersitygw(): Promise<FileServer | { readonly skip: string }> {
  return await startOverFiles((folder) => ({
    name: 'versitygw',
    program: 'versitygw',
    args: (port) => [
      ...['--port', `127.0.0.1:${port}`, '--access', accessKeyId, '--secret', secretAccessKey],
      ...['posix', '--versioning-dir', join(folder, 'versions'), join(folder, 'objects')],
    ],
    path: '/',
  }))
}

async function startOverFiles(
  programOver: (folder: string) => LocalProgram,
): Promise<FileServer | { readonly skip: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'daypass-s3-'))
  await Promise.all(
    ['objects', 'versions'].map(async (name) => {
      await mkdir(join(folder, name))
    }),
  )
  const clear = (): void => {
    rmSync(folder, { recursive: true, force: true })
  }
  const started = await startLocalProgram(programOver(folder))
  if ('skip' in started) {
    clear()
    return started
  }
  const stop = async (): Promise<void> => {
    await started.stop()
    clear()
  }
  return { endpoint: started.endpoint, accessKeyId, secretAccessKey, stop }
}
