import { isDaypassError } from '../core/errors.ts'
import { inParallel } from '../core/language/in-parallel.ts'
import { INLINE_CHARACTERS_MAX } from '../core/revocation/deny-document.ts'
import { ask } from '../aws/clients/ask.ts'
import { awsClients } from '../aws/clients/clients.ts'
import type { Bench } from './bench.ts'
import { type Case, finding } from './case.ts'
import { type Thing, makeRole } from './things.ts'
import { dropPolicy } from './policies.ts'

const POLICIES = 40
const NAME_CHARACTERS = 128

/** A9: what counts towards the characters of a role's inline policies, and how many there may be. */
export const INLINE_ROOM: Case = {
  id: 'A9',
  title: 'room for inline policies on a role',
  makes: { roles: 1, users: 0 },
  run: async function* (bench) {
    const role = await makeRole(bench, 'a9')
    await dropPolicy(bench, role, 'may')
    const each = INLINE_CHARACTERS_MAX.role / POLICIES
    let taken = 0
    let refusal: unknown
    while (taken < POLICIES && refusal === undefined) {
      bench.signal.throwIfAborted()
      refusal = await refusalOf(bench, role, { name: longName(taken), document: filler(each) })
      if (refusal === undefined) taken += 1
    }
    const characters = `${taken} policies with ${taken * each} characters, and ${taken * NAME_CHARACTERS} in their names`
    yield finding(
      `${POLICIES} policies with 10240 characters fit, whatever their names take`,
      taken === POLICIES,
      { found: `${characters}${refusal === undefined ? '' : `, then ${codeOf(refusal)}`}` },
    )
    if (taken < POLICIES) return
    const more = await refusalOf(bench, role, { name: 'one-more', document: filler(120) })
    yield finding('and not one more', codeOf(more) === 'aws-limit-exceeded', {
      found: more === undefined ? 'one more was taken' : codeOf(more),
    })
  },
}

const WRITES = 30
const AT_ONCE = 5

/** A10: how fast a role's policies may be written. AWS does not say; daypass plans for one a second. */
export const WRITE_RATE: Case = {
  id: 'A10',
  title: 'rate of PutRolePolicy on a role',
  makes: { roles: 1, users: 0 },
  run: async function* (bench) {
    const role = await makeRole(bench, 'a10')
    const began = bench.clock.now().getTime()
    const tookMs: number[] = []
    const refusals: string[] = []
    await inParallel(Array.from({ length: WRITES }).keys(), AT_ONCE, async (index) => {
      bench.signal.throwIfAborted()
      const asked = bench.clock.now().getTime()
      const refusal = await refusalOf(bench, role, { name: `rate-${index}`, document: filler(120) })
      if (refusal === undefined) tookMs.push(bench.clock.now().getTime() - asked)
      else refusals.push(codeOf(refusal))
    })
    const seconds = Math.max(bench.clock.now().getTime() - began, 1) / 1000
    const rate = tookMs.length / seconds
    const refused = refusals.length === 0 ? '' : `, ${refusals.length} ${refusals[0] ?? ''}`
    yield finding(`${WRITES} writes, ${AT_ONCE} at once: at least 1 a second`, rate >= 1, {
      found: `${rate.toFixed(1)} a second${refused}`,
      tookMs,
    })
  },
}

interface Written {
  readonly name: string
  readonly document: string
}

/** Puts a policy, asking once: the SDK's own tries would hide that AWS asks for fewer. */
async function refusalOf(bench: Bench, role: Thing, policy: Written): Promise<unknown> {
  const region = bench.regions[0]
  const { credentials } = (await bench.own.iam()).config
  const iam = await awsClients({ region, credentials, maxAttempts: 1 }).iam()
  const request = { RoleName: role.name, PolicyName: policy.name, PolicyDocument: policy.document }
  try {
    await ask(`iam:PutRolePolicy on role/${role.name}`, {}, (http) =>
      iam.putRolePolicy(request, http),
    )
    return undefined
  } catch (error) {
    return error
  } finally {
    iam.destroy()
  }
}

function codeOf(error: unknown): string {
  return isDaypassError(error) ? error.code : 'unexpected error'
}

function longName(index: number): string {
  return `n${index}-`.padEnd(NAME_CHARACTERS, 'x')
}

/** A policy of so many characters that allows nothing. */
function filler(characters: number): string {
  const [before, after] = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::|' }],
  }).split('|')
  const fixed = (before ?? '').length + (after ?? '').length
  return `${before ?? ''}${'x'.repeat(Math.max(characters - fixed, 1))}${after ?? ''}`
}
