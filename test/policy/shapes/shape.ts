/** A page that says what AWS takes. */
const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide'
export const PAGES = {
  grammar: `${GUIDE}/reference_policies_grammar.html`,
  version: `${GUIDE}/reference_policies_elements_version.html`,
  sid: `${GUIDE}/reference_policies_elements_sid.html`,
  action: `${GUIDE}/reference_policies_elements_action.html`,
  notAction: `${GUIDE}/reference_policies_elements_notaction.html`,
  resource: `${GUIDE}/reference_policies_elements_resource.html`,
  notResource: `${GUIDE}/reference_policies_elements_notresource.html`,
  variables: `${GUIDE}/reference_policies_variables.html`,
  operators: `${GUIDE}/reference_policies_elements_condition_operators.html`,
  sets: `${GUIDE}/reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  arns: `${GUIDE}/reference-arns.html`,
  identifiers: `${GUIDE}/reference_identifiers.html`,
  quotas: `${GUIDE}/reference_iam-quotas.html`,
  examples: `${GUIDE}/access_policies_examples.html`,
  root: `${GUIDE}/id_root-user-privileged-task.html`,
  session: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
  s3: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html',
  points: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html',
  iam: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html',
  /** What IAM answered, as moto's authors recorded it: tests/test_iam/test_iam_policies.py of getmoto/moto. */
  answers: 'https://github.com/getmoto/moto/blob/master/tests/test_iam/test_iam_policies.py',
} as const

/** A document of a shape that people write, and whether AWS takes it. */
export interface Shape {
  readonly what: string
  readonly document: unknown
  readonly taken: boolean
  readonly source: keyof typeof PAGES
  readonly kind: 'identity' | 'session'
}

/** What a row says: a name, what is changed in a statement that is right, and the page. */
export type Row = readonly [what: string, change: object, source: keyof typeof PAGES]

const RIGHT = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }

/** Statements with one change each. What is undefined is left out of the document. */
export function statements(
  taken: boolean,
  kind: Shape['kind'],
  rows: readonly Row[],
): readonly Shape[] {
  return rows.map(([what, change, source]) => ({
    what,
    document: { Version: '2012-10-17', Statement: [{ ...RIGHT, ...change }] },
    taken,
    source,
    kind,
  }))
}

/** Resources, each alone in a statement. */
export function resources(
  taken: boolean,
  kind: Shape['kind'],
  source: keyof typeof PAGES,
  arns: readonly string[],
): readonly Shape[] {
  return statements(
    taken,
    kind,
    arns.map((arn) => [`the resource ${arn}`, { Resource: arn }, source]),
  )
}

/** Whole documents. */
export function documents(
  taken: boolean,
  rows: readonly (readonly [what: string, document: unknown, source: keyof typeof PAGES])[],
): readonly Shape[] {
  return rows.map(([what, document, source]) => ({
    what,
    document,
    taken,
    source,
    kind: 'identity',
  }))
}

export { RIGHT }
