import { awsFiles, type Profiles, readProfiles } from '../aws-files.ts'
import { homeDirectory } from '../home-directory.ts'
import type { Environment } from '../settings.ts'
import type { TokenSource } from './identity-token.ts'

/**
 * The token that the SDK's chain signs in with: of the profile, or of the one that this takes its role from,
 * else of the environment. Undefined where it works with anything else, a key say. AWS checks that token and compares it
 * with a trust policy, so it is the one that says who is there, whatever other tokens lie about.
 *
 * Source: `defaultProvider` of `@aws-sdk/credential-provider-node`, `resolveProfileData` of `@aws-sdk/credential-provider-ini`
 *
 * @param profile - that was named besides the environment.
 */
export function signingToken(
  env: Environment,
  profile: string | undefined,
): TokenSource | undefined {
  const named = [profile, env['AWS_PROFILE']].find(isSaid)
  const hasKey = isSaid(env['AWS_ACCESS_KEY_ID']) && isSaid(env['AWS_SECRET_ACCESS_KEY'])
  if (named === undefined && hasKey) return undefined
  const home = [env['HOME'], env['USERPROFILE']].find(isSaid) ?? homeDirectory({}) ?? ''
  const way = wayOf(named ?? 'default', readProfiles(awsFiles(env, home)), [])
  if (way !== undefined) return way === 'no token' ? undefined : way
  const file = env['AWS_WEB_IDENTITY_TOKEN_FILE']
  return isSaid(file) && isSaid(env['AWS_ROLE_ARN']) ? { kind: 'file', file } : undefined
}

function isSaid(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}

/** How a profile comes to credentials; undefined where it comes to none and the chain goes on. */
function wayOf(
  name: string,
  profiles: Profiles,
  visited: readonly string[],
): TokenSource | 'no token' | undefined {
  const profile = profiles.get(name) ?? {}
  const { role_arn: role, source_profile: source, web_identity_token_file: file } = profile
  const { aws_access_key_id: key, aws_secret_access_key: secret } = profile
  const hasKey = key !== undefined && secret !== undefined
  const isSource = visited.length > 0
  if (hasKey && isSource) return 'no token'
  const ofMachine = profile['credential_source'] !== undefined
  if (role !== undefined && source !== undefined && !ofMachine)
    return visited.includes(source) ? undefined : wayOf(source, profiles, [...visited, source])
  if (ofMachine && (role === undefined ? isSource : source === undefined)) return 'no token'
  if (hasKey) return 'no token'
  if (role !== undefined && file !== undefined) return { kind: 'file', file }
  return Object.keys(profile).some((one) => ELSEWHERE.test(one)) ? 'no token' : undefined
}

/** A program, or a sign-in in the browser. */
const ELSEWHERE = /^(credential_process|sso_\w+|login_session)$/
