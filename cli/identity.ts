import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Secret } from '../core/secret.ts'
import type { Seal } from '../core/keys/ports.ts'
import type { Context } from './context.ts'
import { usageError } from './error-text.ts'

/**
 * Seals for the recipients of `DAYPASS_RECIPIENT`, and opens with the identity of `DAYPASS_IDENTITY` or of the file
 * that `DAYPASS_IDENTITY_FILE` names. Nothing is read before it is needed.
 */
export async function sealOf(context: Context): Promise<Seal> {
  const { ageSeal } = await import('../state/sealed.ts')
  const { env } = context
  const recipients = (env['DAYPASS_RECIPIENT'] ?? '').split(/[\s,]+/).filter((text) => text !== '')
  return ageSeal({ recipients, identity: identityOf(context) })
}

function identityOf({ env, directory }: Context): (() => Promise<Secret>) | undefined {
  const { DAYPASS_IDENTITY: text = '', DAYPASS_IDENTITY_FILE: file = '' } = env
  if (text !== '') return () => Promise.resolve(new Secret(text))
  if (file === '') return undefined
  return async () => new Secret(await readIdentity(resolve(directory, file)))
}

async function readIdentity(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw usageError(`cannot read ${file} (${why})`, 'DAYPASS_IDENTITY_FILE names it')
  })
}
