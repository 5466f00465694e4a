import { scrub } from './language/scrub.ts'
import type { Reason } from './reason.ts'

/** Why daypass has no credentials of its own, as the end of a sentence, and what to do about it. */
export interface CredentialsFault {
  readonly why: string
  readonly hint?: string
  readonly reason?: Reason
}

/** What was seen when the SDK's chain of credentials ended. */
export interface ChainEnd {
  /** Of the SDK's error. */
  readonly words: string
  /** What the single places said. */
  readonly places: readonly string[]
  /** The profile that was named, by whatever way. */
  readonly profile: string | undefined
}

/**
 * What the SDK says when its chain of credentials ends, in words that help. Undefined where there is nothing to say: no
 * profile is named, and none of the places had any.
 */
export function credentialsFault({
  words,
  places,
  profile,
}: ChainEnd): CredentialsFault | undefined {
  const named = profile === undefined ? 'the profile' : `profile ${profile}`
  if (/SSO (?:session|token)|Token is expired/i.test(words))
    return signInOver(`the SSO sign-in of ${named} is over`, { way: 'sso', profile })
  if (/aws login\b/.test(words))
    return signInOver(`the sign-in of ${named} is over`, { way: 'login', profile })
  if (words.includes('requires multi-factor')) {
    const hint = `daypass asks for no code of a profile: take a session first, for instance with aws sts get-session-token`
    return { why: `${named} asks for an MFA code`, hint }
  }
  if (words.includes('Detected a cycle')) {
    const hint = 'look at source_profile in the AWS configuration'
    return { why: `${named} leads back to itself`, hint }
  }
  if (!words.startsWith('Could not load credentials from any providers'))
    return { why: plain(words) }
  return ofProcess(places, profile) ?? ofFiles(places, profile)
}

function signInOver(why: string, facts: Omit<Reason<'sign-in-over'>, 'is'>): CredentialsFault {
  const as = facts.profile === undefined ? '' : `, for profile ${facts.profile}`
  const hint = `sign in with aws ${facts.way === 'sso' ? 'sso login' : 'login'}${as}`
  return { why, hint, reason: { is: 'sign-in-over', ...facts } }
}

/** What the program of `credential_process` said, without its command line, which may hold a secret. */
function ofProcess(places: readonly string[], profile = 'default'): CredentialsFault | undefined {
  const hint = `aws sts get-caller-identity, for profile ${profile}, runs the same program`
  for (const place of places) {
    const [, said] = /^Command failed: [^\n]*\n?([^]*)$/.exec(place) ?? []
    if (said !== undefined) {
      const why = `the credential_process of profile ${profile} failed`
      return { why: said === '' ? why : `${why}: ${plain(said)}`, hint }
    }
    if (/ credential_process (?:did not return|returned) /.test(place))
      return { why: plain(place), hint }
  }
  return undefined
}

function ofFiles(
  places: readonly string[],
  profile: string | undefined,
): CredentialsFault | undefined {
  if (profile === undefined) return undefined
  if (places.some((place) => place.includes('could not be found in shared credentials file'))) {
    const hint = 'aws configure list-profiles shows which there are'
    return { why: `there is no profile ${profile} in the AWS configuration`, hint }
  }
  const hint = `aws sts get-caller-identity, for profile ${profile}, says why`
  return { why: `profile ${profile} gives none`, hint }
}

function plain(words: string): string {
  return scrub(words.trim().replace(/\s+/g, ' ')).slice(0, 600)
}
