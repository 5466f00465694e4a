/** The architecture as tables; `test/tidy.test.ts` holds the source against them. */
import { ATTRIBUTE, COMMAND, FLAG, INPUT, VARIABLE } from './face-language.ts'

/** Every folder that ships. */
const ALL = [
  'core',
  'aws',
  'state',
  'role-files',
  'assembly',
  'import-vault',
  'import-workflow',
  'review',
  'prove',
  'sandbox',
  'cli',
  'action',
  'library',
  'terraform-plugin',
  'provider',
  'provider/cdktf',
  'provider/cdktn',
  'bootstrap',
]

/** Folder → the folders of ours it may import besides itself. The longest matching folder counts. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  aws: ['core'],
  state: ['core'],
  'role-files': ['core'],
  assembly: ['core', 'aws', 'state', 'role-files'],
  'import-vault': ['core'],
  'import-workflow': ['core', 'import-vault'],
  review: ['core'],
  prove: ['core', 'aws', 'state'],
  sandbox: ['core'],
  cli: [
    'core',
    'aws',
    'state',
    'role-files',
    'assembly',
    'import-vault',
    'import-workflow',
    'review',
    'prove',
    'sandbox',
  ],
  action: ['core', 'aws', 'state', 'role-files', 'assembly', 'review'],
  library: ['core', 'aws', 'state', 'role-files', 'assembly'],
  // A Terraform provider in TypeScript, whatever it provides.
  'terraform-plugin': [],
  provider: ['core', 'aws', 'state', 'role-files', 'assembly', 'review', 'terraform-plugin'],
  // Made by generators, for programs of others.
  'provider/cdktf': [],
  'provider/cdktn': [],
  bootstrap: ['core', 'aws', 'state', 'assembly'],
  scripts: ALL,
  examples: ['core', 'aws', 'state', 'role-files'],
  test: [...ALL, 'scripts'],
}

/** Rooms that speak another's language: what daypass calls a role is a role of AWS's to the sandbox. */
export const OTHER_WORLDS = ['sandbox', 'terraform-plugin']

/** Exported names that have more than one home within daypass, and why. */
export const MORE_HOMES: Readonly<Record<string, string>> = {
  CURES: 'each face has its own words for the reasons',
  Credentials: 'the construct is called as Terraform users call what it hands out',
  comparedHere: 'each face has its own way to a token, and to warn',
  sweep: 'the steps of the Action are named after its bundles',
}

/** What reaches a user. */
export const SHIPPED = [
  'core',
  'aws',
  'state',
  'role-files',
  'assembly',
  'import-vault',
  'import-workflow',
  'review',
  'prove',
  'sandbox',
  'cli',
  'action',
  'library',
  'terraform-plugin',
  'provider',
]

/** Something that may be used in few places only. */
export interface Confined {
  readonly what: RegExp
  /** Folders or files. */
  readonly only: readonly string[]
  readonly because: string
}

/** Modules. */
export const CONFINED_MODULES: readonly Confined[] = [
  {
    what: /^@aws-sdk\/client-(iam|sts)$/,
    only: ['aws', 'examples/library', 'scripts', 'test'],
    because:
      'one folder speaks to IAM and STS; a new call there is a new right that users must grant',
  },
  {
    what: /^@aws-sdk\/client-s3$/,
    // With a lease's own credentials one looks whether they are refused.
    only: ['state', 'aws/probe/lease-probe.ts', 'scripts', 'test'],
    because: 'the order of conditional writes is kept in one place',
  },
  {
    what: /^@aws-sdk\/(?!client-(iam|sts|s3)$)|^@smithy\//,
    only: ['aws', 'state', 'test'],
    because: 'the SDK is an adapter matter',
  },
  { what: /^@actions\//, only: ['action', 'test/action'], because: 'only a workflow has a runner' },
  {
    what: /^(@grpc\/|@msgpack\/)/,
    only: ['terraform-plugin', 'test/terraform-plugin'],
    because: 'only Terraform speaks them',
  },
  {
    what: /^zod(\/|$)/,
    only: ['core/role', 'core/static/static-role-schema.ts'],
    because: 'roles are parsed at one border; behind it types are true',
  },
  {
    what: /^yaml(\/|$)/,
    only: ['core/role', 'test'],
    because: 'positions for problems come from one reader',
  },
  {
    what: /^age-encryption$/,
    only: ['state/sealed.ts', 'test'],
    because: 'keys are sealed in one place',
  },
  { what: /^commander$/, only: ['cli'], because: 'arguments are a face matter' },
  {
    what: /^(@cloud-copilot\/|fast-check$|s3rver$|node:test$)/,
    only: ['test'],
    because: 'development only; the first is AGPL and must not reach what ships',
  },
  { what: /^esbuild$/, only: ['scripts', 'test'], because: 'what runs is bundled already' },
  { what: /^typescript$/, only: ['scripts', 'test'], because: 'what runs does not compile' },
]

/** Uses of the language and of Node. */
export const CONFINED_USES: readonly Confined[] = [
  {
    what: /^(Date\.now|new Date\(\))$/,
    only: ['core/clock.ts', 'scripts', 'test'],
    because: 'time is a parameter: a simulation and the sandbox move it',
  },
  {
    what: /^process\.env$/,
    only: [
      'cli/process/context.ts',
      'action',
      'library/daypass.ts',
      'provider',
      'bootstrap/sweep-lambda/handler.ts',
      'scripts',
      'test',
    ],
    because: 'the same call does the same in every environment; faces pass on what they read',
  },
  {
    what: /^Math\.random$/,
    only: [],
    because: 'ids come from a CSPRNG, and a simulation replays its randomness from a seed',
  },
  {
    what: /^console$/,
    only: [],
    because: 'data goes to stdout, messages to stderr, by the faces alone',
  },
  {
    what: /^\.reveal\(\)$/,
    only: [
      'action/connection/connect.ts',
      'action/connection/connection-document.ts',
      'action/connection/mask-secrets.ts',
      'action/export/plain-credentials.ts',
      'assembly/compare-subjects.ts',
      'aws/clients/clients.ts',
      'aws/console/console-url.ts',
      'aws/probe/lease-probe.ts',
      'aws/sessions/assume-with-token.ts',
      'cli/credentials/issued.ts',
      'cli/credentials/static-creds.ts',
      'cli/credentials/open-browser.ts',
      'cli/credentials/print-url.ts',
      'library/open.ts',
      'provider/credentials/issued.ts',
      'state/sealed.ts',
      'scripts',
      'test',
    ],
    because: 'a secret becomes text where it is handed to AWS or to its holder, and nowhere else',
  },
  {
    what: /^AbortSignal\.(timeout|any)$/,
    only: ['test'],
    because:
      'Node 20 loses such timeouts to the collector; withDeadline also leaves nothing behind',
  },
  { what: /^default export$/, only: [], because: 'a thing has one name wherever it is used' },
  {
    what: /\.(skip|only|todo)$|^\{ (skip|only|todo): … \}$/,
    only: SHIPPED,
    because: 'a test that is not run proves nothing; a missing server goes through { skip }',
  },
]

/** The words of a face, which nobody says for it: what the domain and the adapters know are reasons and facts. */
export const CONFINED_TEXTS: readonly Confined[] = [
  {
    what: FLAG,
    only: [
      'cli',
      // For other programs: git, and tools of AWS.
      'role-files/git-tree.ts',
      'role-files/run-git.ts',
      'action/export/variables.ts',
      // The end of a bucket's name.
      'state/s3/s3-url.ts',
      'scripts',
      'test',
    ],
    because: 'only the command has options; core/reason.ts says how the others hear of it',
  },
  {
    what: COMMAND,
    // What the proof leaves in an account, and a mark in the files of AWS's tools.
    only: ['cli', 'prove/things.ts', 'action/profile/section-text.ts', 'scripts', 'test'],
    because: 'who has a workflow or Terraform at hand need not have the command',
  },
  {
    what: VARIABLE,
    only: [
      'cli',
      'action',
      'library',
      'provider',
      'bootstrap',
      // Terraform's own.
      'terraform-plugin/rpc/attempt.ts',
      // Where they are read: settings, and who holds a lease.
      'assembly/settings.ts',
      'core/lease/github-holder.ts',
      // The AWS SDK's own, which two faces take away from what they start.
      'assembly/credential-variables.ts',
      'scripts',
      'test',
    ],
    because: 'each face has an environment of its own, where it is set in its own way',
  },
  {
    what: INPUT,
    only: ['action', 'cli', 'import-workflow', 'scripts', 'test'],
    because: 'inputs are those of the Action; the options of the command have their names',
  },
  {
    what: ATTRIBUTE,
    only: [
      'provider',
      'bootstrap',
      // Fields of files, and of Vault.
      'import-vault',
      'cli/import',
      'state/documents/lease-document.ts',
      'action/refresh/refresh-config.ts',
      'cli/leases/verify.ts',
      'scripts',
      'test',
    ],
    because: 'attributes are those of the provider',
  },
]
