import { awsFiles, readProfiles } from '../../assembly/aws-files.ts'
import type { Variables } from '../credentials/variables.ts'
import type { Session } from '../session.ts'

/**
 * The region that daypass works in, for who takes credentials and no profile with them. The one of the profile where
 * nothing else names one.
 */
export function handedRegion({ context, settings }: Session): string | undefined {
  if (settings.region !== undefined) return settings.region
  if (context.home === undefined) return undefined
  const profiles = readProfiles(awsFiles(context.env, context.home))
  return profiles.get(settings.awsProfile ?? 'default')?.['region']
}

/** Under both names: some tools read the one, some the other. */
export function regionVariables(session: Session): Variables {
  const region = handedRegion(session)
  return region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }
}
