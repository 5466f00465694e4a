import fc from 'fast-check'
import type { Role } from '../../core/role/role.ts'

const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,20}[A-Za-z0-9_]$/)
const words = fc.stringMatching(/^[A-Za-zä€]([A-Za-z0-9 äé€.,:#'"{}\n-]{0,40}[A-Za-z0-9])?$/)
const account = fc.stringMatching(/^[0-9]{12}$/)
const resource = fc.stringMatching(/^([a-z0-9]{1,10}\/)?[A-Za-z0-9+=,.@_-]{1,30}$/)
const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{1,20}$/), { maxLength: 5 })
const template = fc.constantFrom('{{actor}}', 'x-{{ run_id }}', '{{role}}', 'plain')

function optional<T>(field: string, value: fc.Arbitrary<T>): fc.Arbitrary<object> {
  return fc
    .option(value, { nil: undefined })
    .map((given) => (given === undefined ? {} : { [field]: given }))
}

function merged(...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> {
  return fc.tuple(...parts).map((objects) => Object.assign({}, ...objects) as object)
}

const common = merged(
  fc.record({ name }),
  optional('description', words),
  optional('owner', words),
  optional(
    'expires_at',
    fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
  ),
  optional(
    'subjects',
    fc.uniqueArray(fc.constantFrom('repo:a/b:x', 'x', 'repo:a@1/b@2:y'), { minLength: 1 }),
  ),
  optional('max_leases', fc.integer({ min: 1, max: 100_000 })),
)

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.subarray(['s3:Get*', 'ec2:Describe*', 'sns:Publish'], { minLength: 1 }),
  Resource: fc.constantFrom('*', 'arn:aws:s3:::my-bucket/*'),
  Condition: fc.constantFrom(
    { StringEquals: { 'aws:PrincipalTag/1': 'a b' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
  ),
})
const policy = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((Statement) => JSON.stringify({ Version: '2012-10-17', Statement }))

/** What every role with rights keeps: no policy can forbid it. */
const KEPT = [{ may: ['sts:GetCallerIdentity on *'] }, { may: [], never: [] }]

/** Policies and groups; at least one of them. */
function rightsOf(owner: string | undefined): fc.Arbitrary<object> {
  const own =
    owner === undefined ? fc.tuple(account, resource) : fc.tuple(fc.constant(owner), resource)
  const arn = fc
    .oneof(own, fc.tuple(fc.constant('aws'), resource))
    .map(([of, path]) => `arn:aws:iam::${of}:policy/${path}`)
  return merged(
    fc.record({ policy_arns: fc.uniqueArray(arn, { maxLength: 4 }), iam_groups: names }),
    policy.map((policy_document) => ({ policy_document })),
    optional('expect', fc.constantFrom(...KEPT)),
  )
}

function tags(
  key: fc.Arbitrary<string>,
  value: fc.Arbitrary<string>,
): fc.Arbitrary<Readonly<Record<string, string>>> {
  const pair = fc.tuple(key, value)
  return fc
    .uniqueArray(pair, { maxLength: 6, selector: ([text]) => text.toLowerCase() })
    .map((pairs) => Object.fromEntries(pairs))
}

const tagKey = fc
  .stringMatching(/^[A-Za-zä0-9 _.:/=+@-]{1,20}$/)
  .filter((key) => !/^(aws:|daypass:|__proto__$)/i.test(key))
const tagValue = fc.stringMatching(/^[A-Za-zä0-9 _.:/=+@-]{0,20}$/)

function ttls(
  defaultField: string,
  maxField: string,
  min: number,
  max: number,
): fc.Arbitrary<object> {
  const seconds = fc.integer({ min, max })
  return fc
    .tuple(seconds, seconds)
    .map(([a, b]) => ({ [defaultField]: Math.min(a, b), [maxField]: Math.max(a, b) }))
}

const iamUser = account.chain((owner) =>
  merged(
    common,
    rightsOf(owner),
    fc.record({
      credential_type: fc.constant('iam_user'),
      iam_tags: tags(tagKey, tagValue),
      user_path: fc.constantFrom('/', '/daypass/', '/a/b/'),
    }),
    optional('permissions_boundary_arn', fc.constant(`arn:aws:iam::${owner}:policy/b`)),
    optional('account_role_arn', fc.constant(`arn:aws:iam::${owner}:role/users`)),
    ttls('default_ttl', 'max_ttl', 30, 365 * 86_400),
  ),
)

const assumedRole = account.chain((owner) =>
  merged(
    common,
    rightsOf(owner),
    fc.record({
      credential_type: fc.constant('assumed_role'),
      role_arns: fc
        .uniqueArray(resource, { minLength: 1, maxLength: 3 })
        .map((paths) => paths.map((path) => `arn:aws:iam::${owner}:role/${path}`)),
      session_tags: tags(tagKey, fc.oneof(tagValue, template)),
    }),
    optional('external_id', fc.stringMatching(/^[A-Za-z0-9+=,.@:/_-]{2,40}$/)),
    optional('source_identity', template),
    optional('role_session_name', template),
    ttls('default_sts_ttl', 'max_sts_ttl', 30, 43_200),
  ),
)

const federationToken = merged(
  common,
  rightsOf(undefined),
  fc.record({ credential_type: fc.constant('federation_token') }),
  ttls('default_sts_ttl', 'max_sts_ttl', 30, 129_600),
)

const sessionToken = merged(
  common,
  fc.record({ credential_type: fc.constant('session_token') }),
  optional(
    'mfa_serial_number',
    fc.constantFrom('GAHT12345678', 'arn:aws:iam::123456789012:mfa/me'),
  ),
  ttls('default_sts_ttl', 'max_sts_ttl', 900, 129_600),
)

/** Roles that break no rule, of all types, with every field. */
export const anyRole: fc.Arbitrary<Role> = fc
  .oneof(iamUser, assumedRole, federationToken, sessionToken)
  .map((fields) => fields as Role)
