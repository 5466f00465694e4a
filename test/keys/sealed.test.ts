import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { DaypassError } from '../../core/errors.ts'
import type { KeptKey } from '../../core/keys/key-ring.ts'
import { Secret } from '../../core/secret.ts'
import { ageSeal } from '../../state/sealed.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: new Secret(SECRET) }
const PLACE = 'root/key.json'

const [ann, bob] = await Promise.all([person(), person()])

async function person() {
  const identity = await generateIdentity()
  return { identity, recipient: await identityToRecipient(identity) }
}

function sealWith(recipients: readonly string[], identity?: string) {
  return ageSeal({
    recipients,
    identity: identity === undefined ? undefined : () => Promise.resolve(new Secret(identity)),
  })
}

async function sealed(recipients: readonly string[], identity?: string): Promise<KeptKey> {
  const parts = await sealWith(recipients, identity).seal(PLACE, KEY)
  return { accessKeyId: KEY.accessKeyId, since: new Date(0), ...parts }
}

test('what is sealed opens with any identity of its recipients, and holds no secret itself', async () => {
  const key = await sealed([ann.recipient, bob.recipient])
  assert.doesNotMatch(inspect(key), new RegExp(SECRET.slice(0, 20)))
  assert.match(key.sealed, /^-----BEGIN AGE ENCRYPTED FILE-----\n/)
  for (const { identity } of [ann, bob]) {
    const opened = await sealWith([], identity).open(PLACE, key)
    assert.equal(opened.secretAccessKey.reveal(), SECRET)
  }
})

test('without a recipient it is sealed for the identity in use', async () => {
  const key = await sealed([], ann.identity)
  assert.deepEqual(key.recipients, [ann.recipient])
})

test('an identity file has comments, and may have several identities', async () => {
  const file = `# created: today\n# public key: ${bob.recipient}\n${bob.identity}\n\n${ann.identity}\n`
  const key = await sealed([ann.recipient])
  assert.equal((await sealWith([], file).open(PLACE, key)).secretAccessKey.reveal(), SECRET)
})

const REFUSED: readonly {
  readonly title: string
  readonly code: string
  readonly message: RegExp
  readonly work: () => Promise<unknown>
}[] = [
  {
    title: 'another identity opens nothing',
    code: 'state-denied',
    message: /does not open the key in root\/key\.json/,
    work: async () => await sealWith([], bob.identity).open(PLACE, await sealed([ann.recipient])),
  },
  {
    title: 'a sealed key that was copied to another place does not open there',
    code: 'state-invalid',
    message: /was not sealed for it/,
    work: async () =>
      await sealWith([], ann.identity).open('static/app.json', await sealed([ann.recipient])),
  },
  {
    title: 'a sealed key under the id of another does not open',
    code: 'state-invalid',
    message: /was not sealed for it/,
    work: async () => {
      const key = { ...(await sealed([ann.recipient])), accessKeyId: 'AKIAOTHER' }
      return await sealWith([], ann.identity).open(PLACE, key)
    },
  },
  {
    title: 'a damaged text does not open',
    code: 'state-invalid',
    message: /is damaged/,
    work: async () => {
      const key = await sealed([ann.recipient])
      const text = key.sealed.replace(/[A-Z]{4}/, 'aaaa')
      return await sealWith([], ann.identity).open(PLACE, { ...key, sealed: text })
    },
  },
  {
    title: 'nothing opens without an identity',
    code: 'request-invalid',
    message: /there is no identity/,
    work: async () => await sealWith([]).open(PLACE, await sealed([ann.recipient])),
  },
  {
    title: 'nothing is sealed for nobody',
    code: 'request-invalid',
    message: /nothing says for whom/,
    work: async () => {
      await sealWith([]).check([])
    },
  },
  {
    title: 'what is not a recipient is refused before a key is made',
    code: 'request-invalid',
    message: /"age1nonsense" is not a recipient/,
    work: async () => {
      await sealWith(['age1nonsense']).check([])
    },
  },
  {
    title: 'an identity in the place of a recipient is refused, and not repeated',
    code: 'request-invalid',
    message: /^a secret identity is not a recipient/,
    work: async () => {
      await sealWith([ann.identity]).check([])
    },
  },
  {
    title: 'recipients that leave out the identity in use are refused',
    code: 'request-invalid',
    message: /leave out the identity/,
    work: async () => {
      await sealWith([bob.recipient], ann.identity).check([])
    },
  },
  {
    title: 'without a setting, others that the key before was sealed for are not left out',
    code: 'request-invalid',
    message: /is sealed for age1\w+ too/,
    work: async () => {
      await sealWith([], ann.identity).check([ann.recipient, bob.recipient])
    },
  },
  {
    title: 'what is not an identity is refused, and not repeated',
    code: 'request-invalid',
    message: /^the identity is not one of age$/,
    work: async () =>
      await sealWith([], 'AGE-SECRET-KEY-1NONSENSE').open(PLACE, await sealed([ann.recipient])),
  },
]

for (const { title, code, message, work } of REFUSED) {
  test(title, async () => {
    const error = await work().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    assert.ok(error instanceof DaypassError, inspect(error))
    assert.equal(error.code, code)
    assert.match(error.message, message)
    assert.doesNotMatch(inspect(error, { depth: 9 }), /AGE-SECRET-KEY-1\w|wJalr/)
  })
}

test('recipients may be changed by naming them', async () => {
  await sealWith([ann.recipient], ann.identity).check([ann.recipient, bob.recipient])
})
