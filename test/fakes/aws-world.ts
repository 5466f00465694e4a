import { type Clock, earlier } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Order } from '../../core/issuance/order.ts'
import type { Issued, Issuer } from '../../core/ports.ts'
import type { DenyPorts, RevocationPorts } from '../../core/revocation/ports.ts'
import { Secret } from '../../core/secret.ts'

interface FakeUser {
  readonly name: string
  keys: string[]
  endsAt: Date
}

/**
 * A fake of IAM and STS behind the ports of issuing and revoking. It holds state: what matters is asked of it
 * in the end, not how it was called. `step` runs each of its requests, so that a simulation can lose or
 * delay them or let the process die there.
 */
export interface FakeAws {
  readonly users: Map<string, FakeUser>
  /** Documents of the deny policies in force, by kind and name. */
  readonly denies: Map<string, string>
  readonly sessions: { readonly name: string; readonly endsAt: Date }[]
  /** Sessions are denied by what `denials` names; the policies are in this world. */
  connect(
    step: Step,
    denials: Omit<DenyPorts, 'policies' | 'rounds'>,
  ): { issuer: Issuer; revocation: RevocationPorts }
}

export function fakeAws(clock: Clock): FakeAws {
  const users = new Map<string, FakeUser>()
  const denies = new Map<string, string>()
  const sessions: { name: string; endsAt: Date }[] = []
  let keys = 0
  const newKey = (prefix: string): string => `${prefix}${String(++keys).padStart(16, '0')}`

  return {
    users,
    denies,
    sessions,
    connect: (step, denials) => ({
      issuer: {
        issue: async (order) =>
          order.type === 'iam_user'
            ? await issueUser(order, step)
            : await issueSession(order, step),
        account: () => Promise.resolve('123456789012'),
        confirm: async () => {
          await step('aws GetCallerIdentity', () => undefined)
        },
        extend: async (lease, expiresAt) => {
          await step('aws PutUserPolicy', () => {
            const user =
              lease.principal.type === 'iam_user' ? users.get(lease.principal.userName) : undefined
            if (user === undefined) throw new DaypassError('aws-rejected', 'no such user')
            user.endsAt = expiresAt
          })
        },
      },
      revocation: {
        mode: 'immediate',
        users: {
          requireWay: () => Promise.resolve(),
          delete: async ({ userName }) => {
            await step('aws DeleteAccessKey', () => {
              const user = users.get(userName)
              if (user !== undefined) user.keys = []
            })
            const wasThere = await step('aws DeleteUser', () => users.delete(userName))
            return { status: 'revoked', wasThere }
          },
        },
        denials: {
          ...denials,
          rounds: new Map(),
          policies: {
            putInline: async (_target, name, document) => {
              await step('aws PutRolePolicy', () => denies.set(`inline ${name}`, document))
            },
            attachManaged: async (_target, name, document) => {
              await step('aws AttachRolePolicy', () => denies.set(`managed ${name}`, document))
            },
            remove: async (_target, name, kind) => {
              await step('aws DeleteRolePolicy', () => denies.delete(`${kind} ${name}`))
            },
            names: (_target, kind) =>
              step(
                'aws ListRolePolicies',
                () =>
                  new Set(
                    [...denies.keys()].flatMap((key) =>
                      key.startsWith(`${kind} `) ? [key.slice(kind.length + 1)] : [],
                    ),
                  ),
              ),
            targetExists: () => step('aws GetRole', () => true),
          },
        },
      },
    }),
  }

  async function issueUser(
    order: Extract<Order, { type: 'iam_user' }>,
    step: Step,
  ): Promise<Issued> {
    const name = order.userName
    await step('aws CreateUser', () => users.set(name, { name, keys: [], endsAt: order.expiresAt }))
    const accessKeyId = await step('aws CreateAccessKey', () => {
      const user = users.get(name)
      if (user === undefined) throw new DaypassError('aws-rejected', 'no such user')
      const key = newKey('AKIA')
      user.keys.push(key)
      return key
    })
    return {
      credentials: credentials(accessKeyId, order.expiresAt, undefined),
      principal: { type: 'iam_user', userName: name, userPath: order.userPath, accessKeyId },
    }
  }

  async function issueSession(
    order: Exclude<Order, { type: 'iam_user' }>,
    step: Step,
  ): Promise<Issued> {
    const accessKeyId = newKey('ASIA')
    const length = new Date(clock.now().getTime() + order.durationSeconds * 1000)
    const endsAt = earlier(length, 'denyAfter' in order ? order.denyAfter : undefined)
    await step('aws AssumeRole', () => sessions.push({ name: accessKeyId, endsAt }))
    const issued = credentials(accessKeyId, endsAt, new Secret('token'))
    switch (order.type) {
      case 'assumed_role': {
        const { roleArn, sessionName } = order
        return {
          credentials: issued,
          principal: { type: 'assumed_role', roleArn, sessionName, endsByPolicy: true },
        }
      }
      case 'federation_token':
        return {
          credentials: issued,
          principal: { type: 'federation_token', userName: order.userName, endsByPolicy: true },
        }
      case 'session_token':
        return { credentials: issued, principal: { type: 'session_token', accessKeyId } }
    }
  }
}

type Step = <T>(what: string, request: () => T) => Promise<T>

function credentials(
  accessKeyId: string,
  expiresAt: Date,
  sessionToken: Secret | undefined,
): Issued['credentials'] {
  return {
    accessKeyId,
    secretAccessKey: new Secret('key'),
    sessionToken,
    arn: undefined,
    expiresAt,
  }
}
