import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { Found } from './runner/machine.ts'

/** Secrets and whose they are, as `deploy-role` or `id-token`. */
export interface KnownSecrets {
  add(owner: string, secret: string): void
  /** Where secrets are: `place: owner`, sorted, each once. */
  findIn(collected: readonly Found[]): readonly string[]
}

/** Notes every secret of a sandbox, those that are still to be made too, under the name of their role or user. */
export function knownSecrets({ world, root }: Sandbox): KnownSecrets {
  const owners = new Map([[root.secretAccessKey, 'root']])
  const { accessKeys, sessions } = world
  const setKey = accessKeys.set.bind(accessKeys)
  accessKeys.set = (id, key) => {
    owners.set(key.secretAccessKey, ownerOfUser(key.userName ?? 'root'))
    setKey(id, key)
  }
  const setSession = sessions.set.bind(sessions)
  sessions.set = (id, session) => {
    owners.set(session.secretAccessKey, session.principalName)
    owners.set(session.token, session.principalName)
    return setSession(id, session)
  }
  return {
    add: (owner, secret) => {
      owners.set(secret, owner)
    },
    findIn: (collected) => {
      const found = collected.flatMap(({ place, text }) =>
        [...owners]
          .filter(([secret]) => formsOf(secret).some((form) => text.includes(form)))
          .map(([, owner]) => `${place}: ${owner}`),
      )
      return [...new Set(found)].sort()
    },
  }
}

/** Everything in the buckets of a sandbox, as a place each. */
export function objectsIn({ world }: Sandbox): readonly Found[] {
  return [...world.buckets.values()].flatMap(({ objects }) =>
    [...objects].flatMap(([key, versions]) =>
      versions.map(({ body, headers }) => ({
        place: `object ${key}`,
        text: `${key} ${body.toString()} ${JSON.stringify(headers)}`,
      })),
    ),
  )
}

/** daypass's own users are named after the role and the lease. */
function ownerOfUser(name: string): string {
  return /^daypass-(.+)-\w{22}$/.exec(name)?.[1] ?? name
}

/** Cut at either end, plain or encoded. */
function formsOf(secret: string): readonly string[] {
  const pieces = [secret.slice(0, 20), secret.slice(-20)]
  const encoded = Buffer.from(secret).toString('base64').slice(0, 24)
  return [...pieces, ...pieces.map(encodeURIComponent), encoded]
}
