import { appendFileSync } from 'node:fs'

/** What a test may need besides this project: real servers and foreign clients. */
export type ServerName =
  | 'act'
  | 'sandbox'
  | 'rgw'
  | 'moto'
  | 'minio'
  | 'versitygw'
  | 'terraform'
  | 'tofu'
  | 'aws'
  | 'boto3'
  | 'promtool'
  | 'node24'
  | 'node20'

/** Notes that a server takes part, for the closing lines of `npm test`. Call it once the server answers. */
export function serverUsed(name: ServerName): void {
  note(name, 'used', '')
}

/**
 * Notes that a server is not there, and answers the reason to give to node:test: `test(title, { skip }, …)`.
 *
 * @throws when the environment variable DAYPASS_REQUIRE, a list with commas, names the server: in CI a
 * missing server is a failure.
 */
export function serverMissing(name: ServerName, reason: string): string {
  note(name, 'missing', reason)
  if ((process.env['DAYPASS_REQUIRE'] ?? '').split(',').includes(name)) {
    throw new Error(`DAYPASS_REQUIRE asks for ${name}, but ${reason}`)
  }
  return `${name}: ${reason}`
}

function note(name: ServerName, what: 'used' | 'missing', reason: string): void {
  const file = process.env['DAYPASS_SERVERS_FILE']
  // One line in one call: test files of a run append to the same file at the same time.
  if (file !== undefined) appendFileSync(file, `${name}\t${what}\t${reason.replace(/\s+/g, ' ')}\n`)
}
