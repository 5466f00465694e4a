import type { AwsClients } from '../aws/clients/clients.ts'
import { DaypassError } from '../core/errors.ts'

type Client = Awaited<ReturnType<AwsClients['iam' | 'sts']>>

/** What is known of the credentials that daypass itself runs with. */
export interface OwnCredentials {
  /** Whether they are of a session, and not a long-term key of a user. */
  readonly isSession: boolean
}

/**
 * Looks the credentials up where the SDK does. AWS is not asked: this only makes sure that there are some,
 * before anything is begun that would have to be undone with them.
 *
 * @throws `aws-credentials-missing`.
 */
export async function ownCredentials(client: Client): Promise<OwnCredentials> {
  try {
    const { sessionToken } = await client.config.credentials()
    return { isSession: sessionToken !== undefined }
  } catch (cause) {
    throw new DaypassError('aws-credentials-missing', 'daypass has no AWS credentials of its own', {
      cause,
    })
  }
}
