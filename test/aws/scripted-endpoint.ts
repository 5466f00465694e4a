import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AwsClients, awsClients } from '../../aws/clients/clients.ts'

/** How the endpoint treats one request: answers it, cuts the line, or stays silent. */
export type Turn = { readonly status: number; readonly body: string } | 'cut' | 'silence'

/** An endpoint that says what it is told to, so that errors come through the real SDK. */
export interface ScriptedEndpoint {
  readonly url: string
  readonly clients: AwsClients
  /** The forms that were sent, in order. */
  readonly seen: readonly string[]
  stop(): Promise<void>
}

/**
 * Plays the turns one a request; the last goes on for ever. In silence the SDK's own patience ends soon, unless the test says
 * what happens then.
 */
export async function startScripted(
  turns: readonly Turn[],
  options: { readonly maxAttempts?: number; readonly onSilence?: () => void } = {},
): Promise<ScriptedEndpoint> {
  const isShort = turns.includes('silence') && options.onSilence === undefined
  const seen: string[] = []
  const server = createServer((request, response) => {
    let form = ''
    request.setEncoding('utf8')
    request.on('data', (text: string) => (form += text))
    request.on('end', () => {
      const turn = turns[Math.min(seen.length, turns.length - 1)]
      seen.push(form)
      if (turn === 'cut') request.socket.destroy()
      else if (turn === 'silence') options.onSilence?.()
      else if (turn !== undefined) {
        response.writeHead(turn.status, { 'content-type': 'text/xml' }).end(turn.body)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    seen,
    clients: scriptedClients(url, options.maxAttempts, isShort ? 200 : 10_000),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

/** Clients with a made-up key. */
export function scriptedClients(
  url: string,
  maxAttempts = 1,
  requestTimeoutMs = 10_000,
): AwsClients {
  return awsClients({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-of-the-test' },
    iamEndpoint: url,
    stsEndpoint: url,
    maxAttempts,
    requestTimeoutMs,
  })
}

/** An error as AWS's query services answer it. */
export function refusal(status: number, code: string, message = `words about ${code}`): Turn {
  return {
    status,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
  }
}

/** A success as AWS's query services answer it. */
export function reply(operation: string, result: string): Turn {
  return {
    status: 200,
    body: `<${operation}Response><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></${operation}Response>`,
  }
}
