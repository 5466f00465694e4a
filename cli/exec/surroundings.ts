import { devNull } from 'node:os'
import { awsFiles, readProfiles } from '../../assembly/aws-files.ts'
import type { IssuedText } from '../credentials/issued.ts'
import { withoutOtherWays } from '../credentials/other-ways.ts'
import { SPOILERS, type Variables, credentialVariables } from '../credentials/variables.ts'
import type { Session } from '../session.ts'
import type { CredentialsEndpoint } from './credentials-endpoint.ts'
import { regionVariables } from './handed-region.ts'

/** What every way of `exec` has in common. The role of the machine is nobody's way out when there are no credentials. */
function common(session: Session, leaveIdentity: boolean): Variables {
  const { awsProfile } = session.settings
  return {
    ...withoutOtherWays(leaveIdentity),
    ...SPOILERS,
    ...regionVariables(session),
    ...(leaveIdentity ? {} : { AWS_EC2_METADATA_DISABLED: 'true' }),
    ...(awsProfile === undefined ? {} : { DAYPASS_AWS_PROFILE: awsProfile }),
  }
}

/** For a command that gets its credentials as variables. An end that moves must not be passed on. */
export function keyVariables(
  session: Session,
  issued: IssuedText,
  { leaveIdentity = false }: { readonly leaveIdentity?: boolean },
): Variables {
  return {
    ...common(session, leaveIdentity),
    ...credentialVariables(issued, session.settings.awsProfile),
    ...(issued.renewable ? { AWS_SESSION_EXPIRATION: undefined } : {}),
  }
}

/**
 * For a command that asks the endpoint. SDKs look into AWS's files before: where the profile that nobody has to name has
 * credentials, the command does not see them.
 */
export function endpointVariables(
  session: Session,
  { name, leaseId, endpoint }: { name: string; leaseId: string; endpoint: CredentialsEndpoint },
): Variables {
  return {
    ...common(session, false),
    ...(hasOwnDefault(session) ? NO_FILES : {}),
    AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint.url(name),
    AWS_CONTAINER_AUTHORIZATION_TOKEN: endpoint.token,
    DAYPASS_LEASE_ID: leaseId,
  }
}

/** For a command with profiles of its own, in a file of its own. */
export function profileVariables(
  session: Session,
  { config, endpoint }: { config: string; endpoint: CredentialsEndpoint },
): Variables {
  return {
    ...common(session, false),
    ...NO_FILES,
    AWS_CONFIG_FILE: config,
    DAYPASS_EXEC_TOKEN: endpoint.token,
  }
}

const NO_FILES = { AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull }

/** Keys of a profile that lead to credentials begin so. */
const LEADS_TO_CREDENTIALS = /^(?:aws_access|role|source|credential|web_identity|sso|login)_/

function hasOwnDefault({ context: { env, home } }: Session): boolean {
  if (home === undefined) return false
  const profile = readProfiles(awsFiles(env, home)).get('default') ?? {}
  return Object.keys(profile).some((key) => LEADS_TO_CREDENTIALS.test(key))
}
