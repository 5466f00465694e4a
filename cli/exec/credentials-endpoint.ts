import { timingSafeEqual } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Random } from '../../core/lease/lease-id.ts'
import { describe } from '../error-text.ts'
import type { IssuedText } from '../credentials/issued.ts'

/** Where a command asks for credentials, on the loopback of this machine. */
export interface CredentialsEndpoint {
  /** Of one of its sources. */
  readonly url: (name: string) => string
  /** What the header `Authorization` has to be. */
  readonly token: string
  readonly close: () => void
}

/** What credentials of a name come from. */
export type Sources = ReadonlyMap<string, { handOut(): Promise<IssuedText> }>

/**
 * Opens an endpoint as containers have one: every SDK of AWS asks it again before credentials end. Who does not know the token
 * gets nothing; where there are none, the answer is 503, for SDKs to try again. It ends with the process.
 *
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function openEndpoint(sources: Sources, random: Random): Promise<CredentialsEndpoint> {
  const token = Buffer.from(random(32)).toString('base64url')
  const server = createServer((request, response) => {
    void answer(request, response, { sources, token })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: (name) => `http://127.0.0.1:${port}/${encodeURIComponent(name)}`,
    token,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

interface Known {
  readonly sources: Sources
  readonly token: string
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { sources, token }: Known,
): Promise<void> {
  const say = (status: number, document: object) => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(document))
  }
  const source = sources.get(nameIn(request.url ?? ''))
  if (!isSame(request.headers.authorization ?? '', token)) {
    say(403, { code: 'AccessDenied', message: 'the token is another' })
  } else if (source === undefined) {
    say(404, { code: 'NotFound', message: 'there is no such path' })
  } else {
    try {
      say(200, documentOf(await source.handOut()))
    } catch (error) {
      say(503, { code: 'CredentialsUnavailable', message: describe(error).message })
    }
  }
}

function nameIn(url: string): string {
  try {
    return decodeURIComponent(url.slice(1))
  } catch {
    return ''
  }
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function documentOf(issued: IssuedText): object {
  return {
    AccessKeyId: issued.accessKey,
    SecretAccessKey: issued.secretKey,
    // Some SDKs want a text here; a user's key, which has none, is not handed out to them this way.
    Token: issued.sessionToken ?? '',
    Expiration: issued.expiresAt,
  }
}
