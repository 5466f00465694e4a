import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { DaypassError } from '../core/errors.ts'
import type { Seal } from '../core/keys/ports.ts'
import { Secret } from '../core/secret.ts'
import { ageSeal } from '../state/sealed.ts'

/**
 * Seals for the recipients of `DAYPASS_RECIPIENT`, and opens with the identity of `DAYPASS_IDENTITY` or of the file
 * that `DAYPASS_IDENTITY_FILE` names. Nothing is read before it is needed.
 *
 * @param directory - against which a relative file is meant.
 */
export function sealOfEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  directory: string,
): Seal {
  const recipients = (env['DAYPASS_RECIPIENT'] ?? '').split(/[\s,]+/).filter((text) => text !== '')
  return ageSeal({ recipients, identity: identityOf(env, directory) })
}

function identityOf(
  {
    DAYPASS_IDENTITY: text = '',
    DAYPASS_IDENTITY_FILE: file = '',
  }: Parameters<typeof sealOfEnvironment>[0],
  directory: string,
): (() => Promise<Secret>) | undefined {
  if (text !== '') return () => Promise.resolve(new Secret(text))
  if (file === '') return undefined
  return async () => new Secret(await readIdentity(resolve(directory, file)))
}

async function readIdentity(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new DaypassError('request-invalid', `cannot read ${file} (${why})`, {
      reason: { is: 'identity-unreadable' },
    })
  })
}
