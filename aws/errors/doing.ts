/** What was being done: the right it needs, and on what. `iam:CreateUser on user/daypass-ci-4cZk…`. */
export type Doing = `${'iam' | 'sts'}:${string} on ${string}`

/** The operation of a {@link Doing} and what it is done on. */
export function partsOf(doing: Doing): { readonly operation: string; readonly on: string } {
  const space = doing.indexOf(' on ')
  return { operation: doing.slice(0, space), on: doing.slice(space + ' on '.length) }
}

/** Whether it changes nothing. `sts:GetFederationToken` and `sts:GetSessionToken` make credentials. */
export function isRead(doing: Doing): boolean {
  return /^(?:iam:(?:Get|List)\w+|sts:GetCallerIdentity) /.test(doing)
}
