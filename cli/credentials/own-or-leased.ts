import type { CommandSettings } from '../settings.ts'
import type { Described } from '../error-text.ts'
import type { Context } from '../process/context.ts'

/** The lease whose credentials daypass itself runs with: under `exec`, or in a shell that took some; as far as the variables say. */
export function leaseAtHand(
  { env }: Pick<Context, 'env'>,
  { awsProfile }: Pick<CommandSettings, 'awsProfile'>,
): string | undefined {
  const lease = env['DAYPASS_LEASE_ID'] ?? ''
  return awsProfile === undefined && lease !== '' ? lease : undefined
}

/** What to do where a leased role may not do as daypass does: no right is to be given to it. */
export function hintOfLease(described: Described, lease: string | undefined): Described {
  if (lease === undefined || !DENIALS.has(described.code)) return described
  const hint = `the credentials here are those of lease ${lease} (DAYPASS_LEASE_ID); name the profile that daypass itself runs with: --aws-profile or DAYPASS_AWS_PROFILE`
  return { ...described, hint }
}

const DENIALS = new Set(['aws-denied', 'state-denied', 'aws-credentials-missing'])
