import { parseDuration } from '../../core/language/duration.ts'
import { learnTime } from '../../core/learn-time.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { isLive } from '../../core/lease/lease-store.ts'
import { requestAttributes, storedAttributes } from '../credentials/attributes.ts'
import { validateRequest } from '../credentials/validate-request.ts'
import { define } from '../define.ts'
import type { IdentitySchema } from '../../terraform-plugin/protocol/schema.ts'
import { unknown } from '../../terraform-plugin/protocol/value.ts'

const { role, ttl, role_arn, role_session_name, mfa_code } = requestAttributes
const { access_key, secret_key, session_token, arn, lease_id, issued_at, expires_at } =
  storedAttributes
// An update issues nothing.
const stable = true

const leaseIdentity = {
  attributes: {
    id: { type: 'string', use: 'required', description: 'Id of the lease.' },
  },
} as const satisfies IdentitySchema

/** `resource "daypass_lease"`: credentials that live as long as the resource, or until they expire. */
export const leaseResource = define.resource({
  schema: {
    description:
      'Credentials whose life is that of a resource: they are issued when it is created and revoked when it is destroyed. **The credentials are stored in clear text in the state.** Once they have expired or were revoked, or are to be renewed early, the next plan issues new ones. For what only one run of Terraform needs, use the ephemeral resource `daypass_credentials`.',
    attributes: {
      id: { type: 'string', use: 'computed', stable: true, description: 'The same as `lease_id`.' },
      role: { ...role, replaces: true },
      ttl: { ...ttl, replaces: true },
      role_arn: { ...role_arn, replaces: true },
      role_session_name: { ...role_session_name, replaces: true },
      mfa_code: {
        ...mfa_code,
        writeOnly: true,
        description:
          'For `session_token`: the six digits that the MFA device shows now. It is stored nowhere (Terraform 1.11 or later).',
      },
      early_renewal: {
        type: 'string',
        use: 'optional',
        description:
          'How long before its end the lease is replaced, such as `10m`: give at least what the longest apply takes, and less than the `ttl`, so that no apply works with credentials that end in it. With `create_before_destroy` the new ones are there before the old ones go. Default: only after the end.',
      },
      access_key: { ...access_key, stable },
      secret_key: { ...secret_key, stable },
      session_token: { ...session_token, stable },
      arn: { ...arn, stable },
      lease_id: { ...lease_id, stable },
      issued_at: { ...issued_at, stable },
      expires_at: { ...expires_at, stable },
    },
  },
  identity: { schema: leaseIdentity, of: ({ id }) => ({ id: id ?? '' }) },
  validate: (config, { diagnostics }) => {
    validateRequest(config, diagnostics)
    const [life, early] = [secondsOf(config.ttl), secondsOf(config.early_renewal)]
    const path = ['early_renewal']
    if (typeof config.early_renewal === 'string' && (early ?? 0) < 1) {
      const detail = 'Write it as 15m, 1h30m or 3600 (seconds).'
      diagnostics.error({ summary: 'Invalid duration', detail, path })
    } else if (early !== undefined && life !== undefined && early >= life)
      diagnostics.error({ summary: 'Renewed from the beginning', detail: ALWAYS_DUE, path })
  },
  same: ({ prior, proposed }) =>
    (['ttl', 'early_renewal'] as const).filter((name) => {
      const before = secondsOf(prior[name])
      return before !== undefined && before === secondsOf(proposed[name])
    }),
  plan: async ({ prior, config }, { session }) => {
    const early = secondsOf(config.early_renewal)
    if (prior === null || early === undefined) return {}
    const { ports } = await session.connect()
    const now = await learnTime(ports, {})
    const renewAt = Date.parse(prior.expires_at ?? '') - early * 1000
    if (now === undefined || now.getTime() < renewAt) return {}
    return { computed: { expires_at: unknown }, replaces: [['expires_at']] }
  },
  create: async ({ config }, call) => {
    const { issueCredentials } = await import('../work.ts')
    const { lease, issued } = await issueCredentials(config, call)
    const early = secondsOf(config.early_renewal) ?? 0
    if (early * 1000 >= lease.expiresAt.getTime() - lease.issuedAt.getTime())
      call.diagnostics.warning({
        summary: 'Renewed from the beginning',
        detail: ALWAYS_DUE,
        path: ['early_renewal'],
      })
    // As `read` finds it: AWS's own end of a session may be another second, and would show as drift.
    return {
      result: { id: issued.lease_id, ...issued, expires_at: lease.expiresAt.toISOString() },
    }
  },
  read: async ({ state }, { session }) => {
    const { state: store, ports } = await session.connect()
    const found = await store.leases.read(parseLeaseId(state.id ?? ''))
    if (found === undefined || !isLive(found) || found.lease.status === 'revoking') return 'gone'
    const now = await learnTime(ports, {})
    const isOver = now !== undefined && found.lease.expiresAt <= now
    return isOver ? 'gone' : { state: { expires_at: found.lease.expiresAt.toISOString() } }
  },
  // Of `early_renewal`, for all else replaces: the lease stays.
  update: ({ prior }) => ({ result: prior }),
  delete: async ({ state }, call) => {
    const { revokeToDiagnostics } = await import('../work.ts')
    await revokeToDiagnostics(state.id ?? '', call)
  },
})

const ALWAYS_DUE =
  'The credentials do not live longer than this, so every plan replaces them: write less, or a longer ttl.'

function secondsOf(duration: unknown): number | undefined {
  return typeof duration === 'string' ? parseDuration(duration) : undefined
}
