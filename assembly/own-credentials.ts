import type { AwsClients } from '../aws/clients/clients.ts'
import { DaypassError } from '../core/errors.ts'
import { credentialsMissing } from '../core/no-credentials.ts'
import type { Role } from '../core/role/role.ts'

type Client = Awaited<ReturnType<AwsClients['iam' | 'sts']>>

/** What is known of the credentials that daypass itself runs with. */
export interface OwnCredentials {
  /** Whether they are of a session, and not a long-term key of a user. */
  readonly isSession: boolean
}

/**
 * Makes sure that there are credentials to issue with, before anything is begun that would have to be undone with them.
 *
 * @throws as {@link ownCredentials}.
 */
export async function requireCredentials(
  clients: AwsClients,
  { credential_type: type }: Role,
  profile?: string,
): Promise<void> {
  await ownCredentials(type === 'iam_user' ? await clients.iam() : await clients.sts(), profile)
}

/**
 * Looks the credentials up where the SDK does. AWS is asked only where daypass itself works as a role.
 *
 * @param profile - of the AWS files, where one was named
 * @throws `aws-credentials-missing`, and what taking daypass's own role throws.
 */
export async function ownCredentials(client: Client, profile?: string): Promise<OwnCredentials> {
  try {
    const { sessionToken } = await client.config.credentials()
    return { isSession: sessionToken !== undefined }
  } catch (cause) {
    if (cause instanceof DaypassError) throw cause
    throw credentialsMissing(cause, { logger: client.config.logger, profile })
  }
}
