import type { Call } from './access/call.ts'
import type { Caller } from './access/caller.ts'
import { ANONYMOUS, findKeyHolder, requireUnexpired } from './access/caller.ts'
import { AwsError } from './aws-error.ts'
import { handleIam } from './iam/handle.ts'
import type { WantedAction } from './identify.ts'
import { handleS3 } from './s3/handle.ts'
import type { Authorization } from './signature/authorization.ts'
import { checkTime, verifySignature } from './signature/verify.ts'
import type { SandboxState } from './state.ts'
import { handleSts } from './sts/handle.ts'
import { assumeRoleWithWebIdentity } from './sts/web-identity.ts'
import type { HttpRequest } from './wire/http-request.ts'
import type { Reply } from './wire/reply.ts'

/** What is known about a request by the time it is recorded. */
export interface Trace {
  principal: string
  resource: string
}

/** A request that is understood and not yet trusted. */
export interface Incoming {
  readonly request: HttpRequest
  readonly requestId: string
  readonly authorization: Authorization | undefined
  readonly wanted: WantedAction
}

/** Authenticates a request and does what it asks for, in one step: no other request comes in between. */
export function perform(
  state: SandboxState,
  incoming: Incoming,
  trace: Trace,
): Reply | Promise<Reply> {
  const { authorization, wanted } = incoming
  if (wanted.service === 'iam') state.throttle(state.clock.now())
  if (authorization === undefined) return performUnsigned(state, incoming, trace)
  const { caller, request } = authenticate(state, incoming, authorization, trace)
  return dispatch(state, callOf(state, { ...incoming, request }, caller, trace), wanted)
}

function authenticate(
  state: SandboxState,
  { request, wanted }: Incoming,
  authorization: Authorization,
  trace: Trace,
): { caller: Caller; request: HttpRequest } {
  const now = state.clock.now()
  const { caller, secret } = findKeyHolder(state.world, authorization, now)
  checkTime(authorization, now, state.clock.outside())
  const verified = verifySignature(request, authorization, secret)
  requireUnexpired(authorization, caller, now)
  trace.principal = caller.arn
  const use = { at: now, service: wanted.service, region: authorization.region }
  state.world.keyUses.set(authorization.accessKeyId, use)
  return { caller, request: verified }
}

function performUnsigned(
  state: SandboxState,
  incoming: Incoming,
  trace: Trace,
): Reply | Promise<Reply> {
  const { wanted } = incoming
  const call = callOf(state, incoming, ANONYMOUS, trace)
  if (wanted.service === 's3') return dispatch(state, call, wanted)
  if (wanted.service === 'sts' && wanted.action === 'AssumeRoleWithWebIdentity') {
    return assumeRoleWithWebIdentity(call, wanted.fields)
  }
  const message = 'Request is missing Authentication Token'
  throw new AwsError(403, 'MissingAuthenticationToken', message)
}

function dispatch(
  { misbehaviour }: SandboxState,
  call: Call,
  wanted: WantedAction,
): Reply | Promise<Reply> {
  switch (wanted.service) {
    case 'iam':
      return handleIam(call, wanted.fields, misbehaviour)
    case 'sts':
      return wanted.action === 'AssumeRoleWithWebIdentity'
        ? assumeRoleWithWebIdentity(call, wanted.fields)
        : handleSts(call, wanted.fields)
    case 's3':
      return handleS3(call, wanted.route, misbehaviour)
  }
}

function callOf(state: SandboxState, incoming: Incoming, caller: Caller, trace: Trace): Call {
  const { request, requestId, authorization, wanted } = incoming
  return {
    world: state.world,
    limits: state.limits,
    service: wanted.service,
    action: wanted.action,
    caller,
    request,
    region: authorization?.region ?? 'us-east-1',
    now: state.clock.now(),
    requestId,
    url: state.url(),
    trace,
  }
}
