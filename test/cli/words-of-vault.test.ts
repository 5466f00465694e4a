import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStage } from './stage.ts'

const { daypass, alive, role } = await openStage()

const READ_ROLE = 'daypass issue reader'
const LEASE = 'reader/4cZkq2TzWq0bXyN8rPdU1a'
const OF_VAULT = 'aws/creds/reader/2f6a614c4aa2DpSbHRUeZ5Qq'
const ALL_PARTS = `all parts at once: eval "$(${READ_ROLE} --format env)"`
const ROLE_FILE = 'a role is a file with the same fields: daypass role write reader.yaml'
const NO_MOUNT =
  'there is nothing to mount: --state names where leases live, and daypass doctor looks'

/** What people type to Vault, and what they are told to type here. */
const LINES: readonly (readonly [argv: string, hint: string])[] = [
  ['read aws/creds/reader', READ_ROLE],
  ['read -format=json team/aws/sts/reader', READ_ROLE],
  ['read -field=secret_key aws/creds/reader', `${READ_ROLE} | jq -r .secret_key; ${ALL_PARTS}`],
  ['read -field secret_key aws/creds/reader', `${READ_ROLE} | jq -r .secret_key; ${ALL_PARTS}`],
  ['write aws/sts/reader ttl=15m', `${READ_ROLE} --ttl 15m`],
  ['write -f aws/creds/reader', READ_ROLE],
  ['read aws/roles/reader', 'daypass role show reader'],
  ['list aws/roles', 'daypass role list'],
  ['delete aws/roles/reader', 'daypass role delete reader'],
  ['write aws/roles/reader policy_document=@policy.json', ROLE_FILE],
  ['read aws/config/root', 'daypass root show'],
  ['write aws/config/root access_key=AKIAIOSFODNN7EXAMPLE', 'daypass root set'],
  ['write -f aws/config/rotate-root', 'daypass root rotate'],
  ['write aws/config/lease lease=1h lease_max=1d', 'default_ttl and max_ttl in each role'],
  ['read aws/static-creds/ci', 'daypass static-creds ci'],
  ['read aws/static-roles/ci', 'daypass static-role show ci'],
  ['list sys/leases/lookup/aws/creds/reader', 'daypass leases --role reader'],
  ['issue aws/creds/reader', READ_ROLE],
  ['issue aws/sts/reader ttl=15m', `${READ_ROLE} --ttl 15m`],
  ['exec aws/creds/reader -- true', 'daypass exec reader'],
  ['issue reader -field=access_key', `${READ_ROLE} | jq -r .access_key; ${ALL_PARTS}`],
  ['issue reader -ttl=15m', 'options begin with two dashes: --ttl 15m'],
  ['issue reader ttl=15m role_arn=x', `${READ_ROLE} --ttl 15m --role-arn x`],
  [
    'issue reader -wrap-ttl=60s',
    'nothing is wrapped: daypass exec ROLE -- COMMAND hands credentials to nobody else',
  ],
  [`lease revoke aws/creds/${LEASE}`, `daypass revoke ${LEASE}`],
  [`lease revoke ${OF_VAULT}`, `a lease of Vault's ends in Vault: vault lease revoke ${OF_VAULT}`],
  ['lease revoke -prefix aws/creds/reader', 'daypass revoke --prefix reader'],
  ['lease renew aws/creds/reader', 'daypass leases --role reader shows the ids'],
  [`lease lookup ${LEASE}`, `daypass lease ${LEASE}`],
  ['lease list', 'daypass leases'],
  [`lease aws/creds/${LEASE}`, `daypass lease ${LEASE}`],
  [`renew aws/creds/${LEASE} -increment=1h`, `daypass renew ${LEASE}`],
  [`revoke aws/creds/${LEASE}`, `daypass revoke ${LEASE}`],
  ['revoke aws/creds/reader', 'daypass revoke --prefix reader'],
  ['revoke --prefix aws/creds/reader', 'daypass revoke --prefix reader'],
  [
    'revoke --all --state s3://daypass-state',
    'daypass revoke --everything takes back all, --prefix ROLE all of one role',
  ],
  [
    'revoke -force reader',
    'no lease is forgotten: what fails is tried until it succeeds; daypass leases --stuck',
  ],
  ['role show aws/roles/reader', 'daypass role show reader'],
  ['role read reader', 'daypass role show reader'],
  ['role list aws/roles', 'daypass role list'],
  ['role write reader credential_type=iam_user', ROLE_FILE],
  ['static-creds aws/static-creds/ci', 'daypass static-creds ci'],
  ['secrets enable aws', NO_MOUNT],
  ['secrets disable aws', 'daypass revoke --everything takes all leases of the state back'],
  [
    'login -method=oidc',
    'there is nothing to log in to: daypass doctor shows as whom AWS sees you',
  ],
  ['status', 'there is no server: daypass doctor looks at AWS and the state'],
]

for (const [line, hint] of LINES) {
  test(`vault's "${line}" is answered with the line that does it here`, async () => {
    const { code, stdout, stderr } = await daypass(line.split(' '))
    assert.ok(code >= 2 && code <= 7, `${code}`)
    assert.equal(stdout, '')
    assert.equal(stderr.trimEnd().split('\n').at(-1), `hint: ${hint}`)
  })
}

test('what is wrong in words of daypass keeps its own hint', async () => {
  for (const [line, hint] of [
    ['issue reader --ttl 3h', 'ask for less, or raise max_ttl in the role'],
    ['issue raeder', 'did you mean reader?'],
    ['renew nothing --state s3://team/aws/creds/x', 'a lease id looks like'],
  ] as const)
    assert.ok((await daypass(line.split(' '))).stderr.includes(`hint: ${hint}`), line)
})

test("a document named as Vault's command line names files is a problem of its own", async () => {
  role('reader', "credential_type: iam_user\npolicy_document: '@policy.json'\n")
  const { code, stderr } = await daypass(['issue', 'reader'])
  assert.equal(code, 3)
  assert.match(stderr, /:2:18: policy_document: "@policy\.json" names a file, which only Vault's/)
  assert.deepEqual(alive(), [])
})
