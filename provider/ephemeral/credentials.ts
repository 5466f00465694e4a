import { secondsAfter } from '../../core/clock.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import { issuedAttributes, requestAttributes, timingAttributes } from '../credentials/attributes.ts'
import { validateRequest } from '../credentials/validate-request.ts'
import { define } from '../define.ts'

/** How long before the end a warning says that it cannot be moved. */
const TELL_BEFORE_SECONDS = 60

/**
 * `ephemeral "daypass_credentials"`: issues when Terraform opens it and revokes when Terraform has done with it, or is
 * stopped or killed. If this process itself is killed the lease ends with its `ttl`.
 */
export const credentialsEphemeral = define.ephemeralResource({
  schema: {
    description:
      'Issues credentials for as long as one command of Terraform needs them, and revokes them then. They are in no state, plan file or log. Terraform opens it once in a plan and once again in an apply.',
    attributes: { ...requestAttributes, ...timingAttributes, ...issuedAttributes },
  },
  validate: (config, { diagnostics }) => {
    validateRequest(config, diagnostics)
  },
  open: async (config, call) => {
    const { issueCredentials } = await import('../work.ts')
    const { lease, issued } = await issueCredentials(config, call)
    const { closings } = await call.session.connect()
    closings.opened(lease)
    return { result: issued, private: lease.id, renewAt: renewalOf(lease) }
  },
  renew: async (id, call) => {
    const { renewLease } = await import('../work.ts')
    const lease = await renewLease(id, call)
    return lease === undefined ? {} : { renewAt: renewalOf(lease) }
  },
  close: async (lease, call) => {
    const { closeLease } = await import('../work.ts')
    await closeLease(lease, call)
  },
})

/**
 * After two thirds of the time for what can be renewed. What cannot be is asked for as well, just before its end: to
 * say so is then the only thing to do.
 */
function renewalOf(lease: ActiveLease): Date {
  const begun = lease.renewedAt ?? lease.issuedAt
  const seconds = (lease.expiresAt.getTime() - begun.getTime()) / 1000
  return isRenewable(lease)
    ? secondsAfter(begun, (seconds * 2) / 3)
    : secondsAfter(lease.expiresAt, -Math.min(TELL_BEFORE_SECONDS, seconds / 3))
}

function isRenewable(lease: ActiveLease): boolean {
  return lease.credentialType === 'iam_user' && lease.expiresAt < lease.maxExpiresAt
}
