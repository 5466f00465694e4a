import { ask } from '../aws/clients/ask.ts'
import type { Bench } from './bench.ts'
import { type Case, type CaseFinding, finding } from './case.ts'
import { FEDERATED, SESSION_TOKENS, held } from './leases.ts'
import { type Probe, clientsAs, identityProbe, s3Probes } from './probes.ts'
import { removeThing } from './remove-things.ts'
import { type ThingWithKey, makeUser } from './things.ts'
import { type Settling, ready, deviatingProbes, untilAnswered } from './watch.ts'
import { settlingText, watchText } from './words.ts'

/** A5: how long what a user's key issued outlives the key, and the user. */
export const USER_KEYS: Case = {
  id: 'A5',
  title: 'sessions and the key that issued them',
  makes: { roles: 0, users: 1 },
  run: async function* (bench) {
    const user = await makeUser(bench, 'a5')
    const issuer = clientsAs(bench, user.key)
    const federated = await held(bench, issuer, FEDERATED)
    const token = await held(bench, issuer, SESSION_TOKENS)
    const key = s3Probes(bench, user.key)
    const tokens = [federated, token].flatMap(({ credentials }, index) =>
      s3Probes(bench, credentials).map(({ name, ask: request }) => ({
        name: `${index === 0 ? 'federated' : 'session token'}, ${name}`,
        ask: request,
      })),
    )
    await ready(bench, [...key, ...tokens])
    await deactivate(bench, user)
    const off = await untilAnswered(bench, 'refused', key)
    yield await survival(bench, 'a deactivated key', { off, tokens })
    await deleteKey(bench, user)
    yield await survival(bench, 'a deleted key', { off, tokens })
    const whoAmI = [federated, token].map(({ credentials }) => identityProbe(bench, credentials))
    await removeThing(bench, user)
    const gone = await untilAnswered(bench, 'refused', [...tokens, ...whoAmI])
    yield finding('with the user both end, even for GetCallerIdentity', gone.never.length === 0, {
      found: settlingText('refused', gone),
      tookMs: gone.tookMs,
    })
    const again = await makeUser(bench, 'a5')
    await ready(bench, s3Probes(bench, again.key))
    const back = await deviatingProbes(bench, 'refused', tokens)
    yield finding('a new user of the same name does not bring them back', back.length === 0, {
      found: watchText('refused', back),
    })
  },
}

async function survival(
  bench: Bench,
  what: string,
  { off, tokens }: { readonly off: Settling; readonly tokens: readonly Probe[] },
): Promise<CaseFinding> {
  const lost = await deviatingProbes(bench, 'allowed', tokens)
  return finding(`${what} leaves its sessions alive`, off.never.length === 0 && lost.length === 0, {
    found: `key ${settlingText('refused', off)}; sessions ${watchText('allowed', lost)}`,
  })
}

async function deactivate(bench: Bench, { name, key }: ThingWithKey): Promise<void> {
  const iam = await bench.own.iam()
  const request = { UserName: name, AccessKeyId: key.accessKeyId, Status: 'Inactive' } as const
  await ask(`iam:UpdateAccessKey on user/${name}`, {}, (http) => iam.updateAccessKey(request, http))
}

async function deleteKey(bench: Bench, { name, key }: ThingWithKey): Promise<void> {
  const iam = await bench.own.iam()
  const request = { UserName: name, AccessKeyId: key.accessKeyId }
  await ask(`iam:DeleteAccessKey on user/${name}`, {}, (http) => iam.deleteAccessKey(request, http))
}
