import { credentialsFault } from './credentials-fault.ts'
import { DaypassError } from './errors.ts'
import { defined } from './language/defined.ts'
import { QuietLogger } from './language/quiet-logger.ts'

/** Where {@link whyNoCredentials} stands in an SDK client: around everything. */
export const AROUND_EVERYTHING = {
  name: 'whyNoCredentials',
  step: 'initialize',
  priority: 'high',
} as const

/** Whom the SDK looks for credentials for. */
export interface Seeker {
  /** The client's own. */
  readonly logger: unknown
  /** Of the AWS files, where one was named. */
  readonly profile: string | undefined
}

/** Middleware that says why there are no credentials, which the SDK does not. */
export function whyNoCredentials(seeker: Seeker) {
  return <Request, Reply>(
      next: (request: Request) => Promise<Reply>,
    ): ((request: Request) => Promise<Reply>) =>
    async (request) => {
      try {
        return await next(request)
      } catch (error) {
        throw isOfChain(error) ? credentialsMissing(error, seeker) : error
      }
    }
}

/** What to throw when the SDK has no credentials. */
export function credentialsMissing(cause: unknown, { logger, profile }: Seeker): DaypassError {
  const words = cause instanceof Error ? cause.message : ''
  const places = logger instanceof QuietLogger ? logger.places.splice(0) : []
  const { why, hint, reason } = credentialsFault({ words, places, profile }) ?? {}
  return new DaypassError(
    'aws-credentials-missing',
    `daypass has no AWS credentials of its own${why === undefined ? '' : `: ${why}`}`,
    { cause, ...defined({ hint, reason }) },
  )
}

function isOfChain(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(?:CredentialsProviderError|TokenProviderError|ProviderError)$/.test(error.name)
  )
}
