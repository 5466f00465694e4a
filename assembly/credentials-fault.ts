import { scrub } from '../core/language/scrub.ts'

/** Why daypass has no credentials of its own, as the end of a sentence, and what to do about it. */
export interface CredentialsFault {
  readonly why: string
  readonly hint?: string
}

/**
 * What the SDK says when its chain of credentials ends, in words that help. Undefined where there is nothing to say: no
 * profile is named, and none of the places had any.
 *
 * @param profile - that was named, by whatever way
 */
export function credentialsFault(
  words: string,
  profile: string | undefined,
): CredentialsFault | undefined {
  const named = profile === undefined ? 'the profile' : `profile ${profile}`
  const as = profile === undefined ? '' : `, for ${named}`
  if (/SSO (?:session|token)|Token is expired/i.test(words))
    return { why: `the SSO sign-in of ${named} is over`, hint: `sign in with aws sso login${as}` }
  if (/aws login\b/.test(words))
    return { why: `the sign-in of ${named} is over`, hint: `sign in with aws login${as}` }
  if (words.includes('requires multi-factor')) {
    const hint = `daypass asks for no code of a profile: take a session first, for instance with aws sts get-session-token`
    return { why: `${named} asks for an MFA code`, hint }
  }
  if (words.includes('Detected a cycle')) {
    const hint = 'look at source_profile in the AWS configuration'
    return { why: `${named} leads back to itself`, hint }
  }
  if (!words.startsWith('Could not load credentials from any providers'))
    return { why: scrub(words.replace(/\s+/g, ' ')).slice(0, 300) }
  if (profile === undefined) return undefined
  const hint = `aws sts get-caller-identity${as}, says why; aws configure list-profiles, which there are`
  return { why: `${named} gives none`, hint }
}
