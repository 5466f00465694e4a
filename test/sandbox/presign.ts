import { createHash, createHmac } from 'node:crypto'
import type { Sandbox } from '../../sandbox/sandbox.ts'

/** A presigned GET of an encoded path, signed here and not with the sandbox's code. */
export function presign(
  { url, root }: Pick<Sandbox, 'url' | 'root'>,
  path: string,
  seconds: number,
  now: Date,
): string {
  const time = now.toISOString().replace(/[:-]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/us-east-1/s3/aws4_request`
  const query = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${encodeURIComponent(`${root.accessKeyId}/${scope}`)}`,
    `X-Amz-Date=${time}`,
    `X-Amz-Expires=${seconds}`,
    'X-Amz-SignedHeaders=host',
  ].join('&')
  const host = new URL(url).host
  const canonical = ['GET', path, query, `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n')
  const digest = createHash('sha256').update(canonical).digest('hex')
  const key = scope
    .split('/')
    .reduce<Buffer>(
      (secret, part) => hmac(secret, part),
      Buffer.from(`AWS4${root.secretAccessKey}`),
    )
  const text = ['AWS4-HMAC-SHA256', time, scope, digest].join('\n')
  return `${url}${path}?${query}&X-Amz-Signature=${hmac(key, text).toString('hex')}`
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
