/** Variables that lead to credentials of somebody else, or to daypass's own keys: what runs for a role gets none of them. */
const OTHER_WAYS = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
] as const

/** What nobody but daypass needs. */
const OWN = ['DAYPASS_IDENTITY', 'DAYPASS_IDENTITY_FILE'] as const

/**
 * The variables to take from a program that is to work with the credentials of one role alone. The keys' identity goes in
 * any case.
 *
 * @param leave - whether the program is to keep the other ways, say to take a role of its own.
 */
export function withoutOtherWays(leave: boolean): Readonly<Record<string, undefined>> {
  const names = leave ? ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', ...OWN] : [...OTHER_WAYS, ...OWN]
  return Object.fromEntries(names.map((name) => [name, undefined]))
}
