import { Secret } from '../core/secret.ts'

/** A key as IAM and STS answer it. */
interface KeyReply {
  readonly AccessKeyId?: string | undefined
  readonly SecretAccessKey?: string | undefined
}

/** The key in a reply; undefined when there is none, or one that nobody could sign with: empty, or with blanks in it. */
export function keyInReply(reply: KeyReply | undefined) {
  const { AccessKeyId, SecretAccessKey } = reply ?? {}
  if (AccessKeyId === undefined || !/^\w{1,128}$/.test(AccessKeyId)) return undefined
  if (SecretAccessKey === undefined || !/^[!-~]+$/.test(SecretAccessKey)) return undefined
  return { accessKeyId: AccessKeyId, secretAccessKey: new Secret(SecretAccessKey) }
}
