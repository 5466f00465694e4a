import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { PlainKey } from '../../core/keys/ports.ts'
import { Secret } from '../../core/secret.ts'
import { usageError } from '../error-text.ts'
import type { Session } from '../session.ts'

const EXAMPLE = 'aws iam create-access-key --user-name NAME | daypass root set -'

/**
 * Reads an access key from a file, or with `-` from standard input: JSON as `aws iam create-access-key` prints it, or
 * with Vault's names, `access_key` and `secret_key`. It is never taken from the command line, which others can see.
 *
 * @throws `request-invalid`.
 */
export async function readKey({ context }: Session, file: string): Promise<PlainKey> {
  const text =
    file === '-' ? await context.readInput() : await read(resolve(context.directory, file))
  const fields = fieldsOf(text)
  const inner = fieldsOfValue(fields['AccessKey'])
  const accessKeyId = fields['access_key'] ?? inner['AccessKeyId']
  const secret = fields['secret_key'] ?? inner['SecretAccessKey']
  if (typeof accessKeyId !== 'string' || typeof secret !== 'string' || secret === '') {
    throw usageError(`there is no access key in ${file === '-' ? 'standard input' : file}`, EXAMPLE)
  }
  if (!/^[A-Z0-9]{16,128}$/.test(accessKeyId) || accessKeyId.startsWith('ASIA')) {
    throw usageError(
      'it is not the long-term key of an IAM user',
      `its id begins with AKIA; ${EXAMPLE}`,
    )
  }
  return { accessKeyId, secretAccessKey: new Secret(secret) }
}

async function read(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw usageError(`cannot read ${file} (${why})`)
  })
}

/** What is wrong with the text is not said: it would be quoted, and it holds a secret. */
function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOfValue(JSON.parse(text))
  } catch {
    return {}
  }
}

function fieldsOfValue(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
