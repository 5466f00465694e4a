import type { Clock } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import type { Order } from '../core/issuance/order.ts'
import type { Issued, Issuer } from '../core/ports.ts'
import type { CallOptions } from '../core/call-options.ts'
import type { SecondStore } from '../core/revocation/ports.ts'
import { assumeRole } from './sessions/assume-role.ts'
import type { AwsClients } from './clients/clients.ts'
import { confirmKey } from './users/confirm-key.ts'
import { extendUser } from './users/extend-user.ts'
import { getFederationToken } from './sessions/federation-token.ts'
import { issueIamUser } from './users/iam-user.ts'
import { getSessionToken } from './sessions/session-token.ts'
import { type IdentityToken, assumeRoleWithWebIdentity } from './sessions/web-identity.ts'

type Orders = { readonly [O in Order as O['type']]: O }

/** How an order of each type is carried out. */
type Makers = {
  readonly [T in keyof Orders]: (order: Orders[T], options: CallOptions) => Promise<Issued>
}

/** Makes credentials with IAM and STS. `seconds` keeps session tokens apart, see `session-token.ts`. */
export function awsIssuer(
  clients: AwsClients,
  ports: {
    readonly clock: Clock
    readonly seconds: SecondStore
    /** Takes roles directly with this token instead of with the clients' own credentials. */
    readonly identityToken?: IdentityToken | undefined
    /** Asks for federation and session tokens instead of the clients: a user with a long-term key. */
    readonly sessions?: AwsClients | undefined
    /** The way into the account of a role that makes users elsewhere. The clients' own when absent. */
    readonly asRole?: ((roleArn: string) => AwsClients) | undefined
    /** The account of the clients, as {@link Issuer} answers it; not known when absent. */
    readonly account?: (() => Promise<string | undefined>) | undefined
  },
): Issuer {
  const { clock, identityToken, sessions = clients, account, asRole } = ports
  const makerOf = (roleArn: string | undefined): AwsClients =>
    roleArn === undefined || asRole === undefined ? clients : asRole(roleArn)
  const makers: Makers = {
    iam_user: (order, options) =>
      issueIamUser(makerOf(order.accountRoleArn), clock, order, options),
    assumed_role: (order, options) =>
      identityToken === undefined
        ? assumeRole(clients, order, options)
        : assumeRoleWithWebIdentity(clients, identityToken, order, options),
    federation_token: (order, options) => getFederationToken(sessions, order, options),
    session_token: (order, options) => getSessionToken(sessions, ports, order, options),
  }
  const issue = <T extends keyof Orders>(
    order: Orders[T] & { readonly type: T },
    options: CallOptions,
  ) => makers[order.type](order, options)
  return {
    issue: async (order, options) => await issue(order, options),
    account: async () => await account?.(),
    confirm: async (order, credentials, options) => {
      // STS's own credentials work from the time they are answered.
      if (order.type === 'iam_user') await confirmKey(clients, clock, credentials, options)
    },
    extend: async ({ principal }, expiresAt, options) => {
      if (principal.type !== 'iam_user') {
        throw new DaypassError('lease-not-renewable', `AWS cannot extend a ${principal.type}`)
      }
      const { userName, accountRoleArn } = principal
      await extendUser(
        { iam: await makerOf(accountRoleArn).iam(), clock, userName, options },
        expiresAt,
      )
    },
  }
}
