import { readFaultRules } from './fault-rules.ts'
import { stateReport } from './state-report.ts'
import { planFromJson } from '../misbehaviour/read-plan.ts'
import { expireObjects } from '../s3/lifecycle.ts'
import { addAdministrator } from '../seed/administrator.ts'
import type { SandboxState } from '../state.ts'
import { totpCode } from '../totp.ts'
import type { HttpRequest } from '../wire/http-request.ts'
import { queryValue } from '../wire/http-request.ts'
import type { Reply } from '../wire/reply.ts'

const PREFIX = '/_sandbox/'
const OIDC = 'oidc/'

/** Whether a request is for the sandbox itself and not for an AWS service. */
export function isControl(request: HttpRequest): boolean {
  return request.path.startsWith(PREFIX)
}

/** Answers a request for the sandbox itself: unsigned JSON, for tests in other processes. */
export async function answerControl(state: SandboxState, request: HttpRequest): Promise<Reply> {
  const name = `${request.method} ${request.path.slice(PREFIX.length)}`
  try {
    const content = await answerJson(state, request, name)
    if (content !== undefined) return json(200, content)
    return json(404, { error: `there is no ${name} here` })
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) })
  }
}

async function answerJson(
  state: SandboxState,
  request: HttpRequest,
  name: string,
): Promise<unknown> {
  if (name.startsWith(`GET ${OIDC}`)) {
    return state.issuer.answer(request, name.slice(`GET ${OIDC}`.length))
  }
  switch (name) {
    case 'GET state':
      return stateReport(state)
    case 'GET requests':
      return state.requests
    case 'GET mfa':
      return mfaCode(state, queryValue(request, 'serial') ?? '')
    case 'POST clock':
      state.clock.advance(readAdvance(request))
      return { now: state.clock.now() }
    case 'POST faults':
      for (const rule of readFaultRules(request.body.toString())) state.faults.add(rule)
      return {}
    case 'DELETE faults':
      state.faults.clear()
      return {}
    case 'GET misbehaviour':
      return state.misbehaviour.plan() ?? {}
    case 'POST misbehaviour': {
      const plan = planFromJson(request.body.toString())
      state.misbehaviour.follow(plan)
      return plan
    }
    case 'DELETE misbehaviour':
      state.misbehaviour.follow(undefined)
      return {}
    case 'POST lifecycle':
      return [...state.world.buckets.values()].flatMap((bucket) =>
        expireObjects(bucket, state.clock.now()),
      )
    case 'POST accounts':
      return addAdministrator(state.world, readAccountId(request), state.clock.now())
    case 'GET hang': {
      const { service, action } = await state.faults.hang()
      return { service, action }
    }
    default:
      return undefined
  }
}

/** The code that a virtual MFA device of the home account shows now. */
function mfaCode({ world, clock }: SandboxState, serial: string): object {
  const device = world.account(world.homeAccountId).mfaDevices.get(serial)
  if (device === undefined) throw new Error(`there is no MFA device ${serial}`)
  return { code: totpCode(device.seed, clock.now()) }
}

function readAdvance(request: HttpRequest): number {
  const content = JSON.parse(request.body.toString()) as { advance?: unknown }
  if (typeof content.advance === 'number' && content.advance >= 0) return content.advance
  throw new Error('expected {"advance": seconds}')
}

function readAccountId(request: HttpRequest): string {
  const content = JSON.parse(request.body.toString()) as { accountId?: unknown }
  const { accountId } = content
  if (typeof accountId === 'string' && /^\d{12}$/u.test(accountId)) return accountId
  throw new Error('expected {"accountId": twelve digits}')
}

function json(status: number, content: unknown): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify(content)}\n`,
  }
}
