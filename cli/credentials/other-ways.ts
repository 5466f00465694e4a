import { CREDENTIAL_VARIABLES } from '../../assembly/credential-variables.ts'

/** Where a job of GitHub gets its OIDC tokens, for which AWS may give credentials. */
const JOB_TOKENS = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN']

/** What nobody but daypass needs. */
const OWN = ['DAYPASS_IDENTITY', 'DAYPASS_IDENTITY_FILE']

/**
 * The variables to take from a program that is to work with the credentials of one role alone, which are set afterwards. The
 * keys' identity goes in any case.
 *
 * @param leave - whether the program is to keep the other ways, say to take a role of its own.
 */
export function withoutOtherWays(leave: boolean): Readonly<Record<string, undefined>> {
  const names = leave ? OWN : [...CREDENTIAL_VARIABLES, ...JOB_TOKENS, ...OWN]
  return Object.fromEntries(names.map((name) => [name, undefined]))
}
