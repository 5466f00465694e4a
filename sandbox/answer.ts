import type { IncomingMessage, ServerResponse } from 'node:http'
import { AwsError } from './aws-error.ts'
import { answerControl, isControl } from './control/handle.ts'
import type { FaultEffect } from './faults.ts'
import { identify } from './identify.ts'
import type { Incoming, Trace } from './perform.ts'
import { perform } from './perform.ts'
import { readAuthorization } from './signature/authorization.ts'
import type { SandboxState } from './state.ts'
import type { HttpRequest } from './wire/http-request.ts'
import { readRequest } from './wire/http-request.ts'
import type { Reply } from './wire/reply.ts'
import { errorReply } from './wire/reply.ts'
import { newRequestId } from './world/ids.ts'
import { defined } from '../core/language/defined.ts'

/** What goes back over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Answers one HTTP request over its connection. */
export async function answer(
  state: SandboxState,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await readRequest(message)
  const gone = new Promise<void>((resolve) => response.once('close', resolve))
  const isGone = () => response.destroyed || message.socket.destroyed
  const answered = isControl(request)
    ? asAnswer(state, request, await answerControl(state, request))
    : await answerRequest(state, request, { gone, isGone })
  if (answered === 'drop') {
    response.destroy()
    return
  }
  response.sendDate = false
  response.writeHead(answered.status, { ...answered.headers })
  response.end(answered.body.length === 0 ? undefined : answered.body)
}

/** Finds out what a request wants, lets faults strike, performs it, records it. `drop` where nothing is answered. */
export async function answerRequest(
  state: SandboxState,
  request: HttpRequest,
  client: Client,
): Promise<Answer | 'drop'> {
  const incoming = understand(request)
  if ('reply' in incoming) return asAnswer(state, request, incoming.reply)
  const trace: Trace = { principal: '', resource: '' }
  const reply = await strikeAndPerform(state, incoming, trace, client)
  const { service, action } = incoming.wanted
  const error = reply === 'drop' ? undefined : reply.error
  const status = reply === 'drop' ? 0 : reply.status
  const { principal, resource } = trace
  const facts = { service, action, status, principal, resource }
  state.requests.push({ at: state.clock.now(), ...facts, ...defined({ error }) })
  return reply === 'drop' ? reply : asAnswer(state, request, reply, incoming.requestId)
}

function understand(request: HttpRequest): Incoming | { readonly reply: Reply } {
  const requestId = newRequestId()
  try {
    const authorization = readAuthorization(request)
    return { request, requestId, authorization, wanted: identify(request, authorization) }
  } catch (error) {
    const isForm = request.headers['content-type']?.includes('form-urlencoded') === true
    const style = isForm ? 'sts' : 's3'
    return { reply: errorReply(style, toAwsError(error), { ...request, requestId }) }
  }
}

/** Whoever asked: a process that may be killed while its request hangs. */
export interface Client {
  readonly gone: Promise<void>
  readonly isGone: () => boolean
}

async function strikeAndPerform(
  state: SandboxState,
  incoming: Incoming,
  trace: Trace,
  client: Client,
): Promise<Reply | 'drop'> {
  const { service, action } = incoming.wanted
  const effects = [
    ...state.faults.strike(service, action),
    ...state.misbehaviour.strike(incoming.wanted, incoming.request.headers),
  ]
  for (const effect of effects) {
    const early = await strikeBefore(state, incoming, effect, client)
    if (early !== undefined) return early
  }
  if (effects.some(({ kind }) => kind === 'drop-late')) {
    const landing = state.faults.wait(service, action, client.gone)
    void landing.then(() => performSafely(state, incoming, trace))
    return 'drop'
  }
  const reply = await performSafely(state, incoming, trace)
  for (const effect of effects) {
    if (effect.kind === 'hang-after') await state.faults.wait(service, action, client.gone)
  }
  return effects.some(({ kind }) => kind === 'drop-after') ? 'drop' : reply
}

async function strikeBefore(
  state: SandboxState,
  incoming: Incoming,
  effect: FaultEffect,
  client: Client,
): Promise<Reply | 'drop' | undefined> {
  const { service, action } = incoming.wanted
  switch (effect.kind) {
    case 'status': {
      const text = effect.message ?? `This is a fault that the sandbox was told to answer.`
      return errorReplyOf(incoming, new AwsError(effect.status, effect.code, text))
    }
    case 'drop-before':
      return 'drop'
    case 'delay':
      await state.clock.sleep(effect.milliseconds)
      return undefined
    case 'hang-before':
      await state.faults.wait(service, action, client.gone)
      // A client that was killed meanwhile never sent it, as far as this is about.
      return client.isGone() ? 'drop' : undefined
    case 'hang-late':
      await state.faults.wait(service, action, client.gone)
      return undefined
    case 'drop-late':
    case 'drop-after':
    case 'hang-after':
      return undefined
  }
}

async function performSafely(
  state: SandboxState,
  incoming: Incoming,
  trace: Trace,
): Promise<Reply> {
  try {
    return await perform(state, incoming, trace)
  } catch (error) {
    return errorReplyOf(incoming, toAwsError(error))
  }
}

function errorReplyOf({ wanted, request, requestId }: Incoming, error: AwsError): Reply {
  return errorReply(wanted.service, error, { ...request, requestId })
}

function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new AwsError(500, 'InternalFailure', `the sandbox itself failed: ${text}`)
}

function asAnswer(
  state: SandboxState,
  request: HttpRequest,
  reply: Reply,
  requestId = newRequestId(),
): Answer {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body
  const bodiless = reply.status === 204 || reply.status === 304
  return {
    status: reply.status,
    headers: {
      date: state.clock.now().toUTCString(),
      'x-amzn-requestid': requestId,
      'x-amz-request-id': requestId,
      ...(!bodiless && { 'content-length': String(body.length) }),
      ...reply.headers,
    },
    body: request.method === 'HEAD' || bodiless ? Buffer.alloc(0) : body,
  }
}
