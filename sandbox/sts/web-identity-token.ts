import type { Context } from '../access/context.ts'
import { AwsError } from '../aws-error.ts'
import { fetchIssuerKeys } from '../oidc/issuer-keys.ts'
import type { JsonWebToken } from '../oidc/json-web-token.ts'
import { isSignedBy, splitToken } from '../oidc/json-web-token.ts'
import { accountOfArn, awsArn } from '../world/arn.ts'
import type { OidcProvider, Tags } from '../world/entities.ts'
import type { StsCall } from './sts-call.ts'

/** Who a token is about, once it is trusted. */
export interface WebIdentity {
  readonly providerArn: string
  readonly subject: string
  readonly audience: string
  /** `<issuer>:sub`, `<issuer>:aud` …: AWS knows some claims and no others. */
  readonly context: Context
  readonly tags: Tags
  readonly transitiveTagKeys: readonly string[]
  readonly sourceIdentity: string | undefined
}

const SKEW_SECONDS = 300
/** Those of OpenID, and since January 2026 these of GitHub's tokens. */
const CLAIMS =
  'sub aud azp amr email actor actor_id job_workflow_ref repository repository_id workflow ref environment enterprise_id'.split(
    ' ',
  )

/**
 * Reads a token and proves it: its issuer is a provider of the role's account, one of the issuer's keys signed
 * it, it is meant for one of the provider's clients, and its time is not over.
 *
 * @throws {@link AwsError} `InvalidIdentityToken`, `ExpiredTokenException`
 */
export async function readWebIdentity(
  call: StsCall,
  roleArn: string,
  text: string,
): Promise<WebIdentity> {
  const token = splitToken(text)
  const issuer = token?.claims['iss']
  if (token === undefined || typeof issuer !== 'string') {
    throw invalid(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    )
  }
  const provider = findProvider(call, roleArn, issuer)
  const keys = await fetchIssuerKeys(issuer)
  if (!isSignedBy(token, keys)) {
    throw invalid('The signature of the provided token could not be validated')
  }
  requireTime(token, call.now)
  return identityOf(token, provider)
}

function findProvider(call: StsCall, roleArn: string, issuer: string): OidcProvider {
  const url = issuer.replace(/^https?:\/\//u, '').replace(/\/$/u, '')
  const accountId = accountOfArn(roleArn) ?? ''
  const arn = awsArn(call.world, 'iam', accountId, `oidc-provider/${url}`)
  const provider = call.world.accounts.get(accountId)?.oidcProviders.settled(arn, call.now)
  if (provider !== undefined) return provider
  throw invalid(`No OpenIDConnect provider found in your account for ${issuer}`)
}

function requireTime(token: JsonWebToken, now: Date): void {
  const seconds = now.getTime() / 1000
  const { exp, nbf, iat } = token.claims
  if (typeof exp !== 'number') throw invalid('Missing a required claim: exp')
  if (seconds >= exp) {
    const end = new Date(exp * 1000).toISOString()
    const message = `Token expired: current date/time ${now.toISOString()} must be before the expiration date/time ${end}`
    throw new AwsError(400, 'ExpiredTokenException', message)
  }
  const early = [nbf, iat].some((time) => typeof time === 'number' && time > seconds + SKEW_SECONDS)
  if (early) throw invalid('Token is not valid yet')
}

function identityOf({ claims }: JsonWebToken, provider: OidcProvider): WebIdentity {
  const audiences = texts(claims['aud'])
  const [azp] = texts(claims['azp'])
  const audience = audiences.find((one) => provider.clientIds.includes(one)) ?? azp
  if (audience === undefined || !provider.clientIds.includes(audience)) {
    throw invalid('Incorrect token audience')
  }
  const [subject] = texts(claims['sub'])
  if (subject === undefined) throw invalid('Missing a required claim: sub')
  const known = CLAIMS.map((name) => [`${provider.url}:${name}`, claimValue(claims[name])] as const)
  const context = Object.fromEntries(known.filter(([, value]) => value.length > 0))
  const [sourceIdentity] = texts(claims['https://aws.amazon.com/source_identity'])
  const identity = { providerArn: provider.arn, subject, audience, context, sourceIdentity }
  return { ...identity, ...readTags(claims['https://aws.amazon.com/tags']) }
}

function claimValue(claim: unknown): string | string[] {
  const values = texts(claim)
  return values.length === 1 ? (values[0] ?? '') : values
}

/** The claim `https://aws.amazon.com/tags`: `{"principal_tags": {"Key": ["value"]}, "transitive_tag_keys": ["Key"]}` */
function readTags(claim: unknown): Pick<WebIdentity, 'tags' | 'transitiveTagKeys'> {
  if (typeof claim !== 'object' || claim === null) return { tags: {}, transitiveTagKeys: [] }
  const { principal_tags: tags = {}, transitive_tag_keys: keys = [] } = claim as {
    principal_tags?: Record<string, unknown>
    transitive_tag_keys?: unknown
  }
  const entries = Object.entries(tags).map(([key, value]) => [key, texts(value)[0] ?? ''])
  return { tags: Object.fromEntries(entries) as Tags, transitiveTagKeys: texts(keys) }
}

function texts(value: unknown): string[] {
  return [value].flat().filter((one) => typeof one === 'string')
}

function invalid(message: string): AwsError {
  return new AwsError(400, 'InvalidIdentityToken', message)
}
