import { randomBytes } from 'node:crypto'
import { IAM } from '@aws-sdk/client-iam'
import { S3 } from '@aws-sdk/client-s3'
import { connect } from '../../assembly/connect.ts'
import type { RevocationMode } from '../../core/revocation/ports.ts'
import { type Clock, systemClock } from '../../core/clock.ts'
import type { ListingPorts, Ports } from '../../core/ports.ts'
import type { Policy, PolicyStatement } from '../../core/rights/statement.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { type State, openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import type { Key } from '../support/sandbox-ports.ts'
import { ACCOUNT, BOUNDARY, READ_ONLY, allowing } from './deployments.ts'
import { rightClock } from '../support/right-clock.ts'

/** A sandbox with what the roles name, and somebody in it who has exactly the rights that are tried. */
export interface Stage {
  readonly sandbox: Sandbox
  readonly clock: Clock
  /** As the administrator. */
  readonly iam: IAM
  readonly root: Ports
  /** As the issuing user. */
  readonly issuing: Ports
  /** The same, leaving denies to others. */
  readonly leaving: Ports
  /** As who has the rights; `daypass-issuer`, unless the rights are another's. */
  readonly ports: (mode?: RevocationMode) => ListingPorts
  readonly state: State
  /** The same, as the administrator. */
  readonly rootState: State
  /** Keys of the store below a folder, as the administrator sees them. */
  readonly keys: (folder: string) => Promise<readonly string[]>
  readonly emptyStore: (folder?: string) => Promise<void>
  readonly stop: () => Promise<void>
}

const STATE = 's3://daypass-state/team'

/** Opens a stage. `name` is the IAM user who gets the rights. */
export async function openStage(policy: Policy, name = 'daypass-issuer'): Promise<Stage> {
  const standing = systemClock.now()
  const sandbox = await startSandbox({
    clock: { ...systemClock, now: () => standing },
    limits: { groupsPerUser: 40 },
  })
  const iam = iamAs(sandbox, sandbox.root)
  const { own, issuing } = await furnish(iam, name)
  const clock = movingClock(sandbox)
  const place = { sandbox, clock }
  const bucket = bucketOf(sandbox)
  const stage: Stage = {
    sandbox,
    clock,
    iam,
    root: portsAs(place, sandbox.root, 'immediate'),
    issuing: portsAs(place, issuing, 'immediate'),
    leaving: portsAs(place, issuing, 'tombstone'),
    ports: (mode = 'immediate') => portsAs(place, own, mode),
    state: stateAs(place, own),
    rootState: stateAs(place, sandbox.root),
    keys: bucket.keys,
    emptyStore: bucket.empty,
    stop: () => sandbox.stop(),
  }
  await stage.root.leases.ready()
  await give(iam, name, policy.Statement)
  return stage
}

/** The objects below the prefix, seen by the administrator. */
function bucketOf(sandbox: Sandbox) {
  const s3 = new S3({
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: sandbox.root,
    forcePathStyle: true,
  })
  const Bucket = 'daypass-state'
  const keys = async (folder: string): Promise<readonly string[]> => {
    const { Contents = [] } = await s3.listObjectsV2({ Bucket, Prefix: `team/${folder}` })
    return Contents.map(({ Key = '' }) => Key)
  }
  const empty = async (folder = ''): Promise<void> => {
    for (const Key of await keys(folder)) await s3.deleteObject({ Bucket, Key })
  }
  return { keys, empty }
}

/** Waiting moves the time. */
function movingClock(sandbox: Sandbox): Clock {
  const sleep = (milliseconds: number) => {
    sandbox.clock.advance(milliseconds / 1000)
    return Promise.resolve()
  }
  return { ...sandbox.clock, sleep }
}

type Place = Pick<Stage, 'sandbox' | 'clock'>

function portsAs(
  { sandbox, clock }: Place,
  credentials: Key,
  revocation: RevocationMode,
): ListingPorts {
  const { url } = sandbox
  const config = { region: 'us-east-1', iamEndpoint: url, stsEndpoint: url, credentials }
  const heard = { ...rightClock(clock), listen: () => () => undefined }
  return connect(
    { state: STATE, revocation },
    { config, s3Endpoint: url },
    { env: {}, directory: '.', clock: heard, random },
  ).ports
}

function stateAs({ sandbox, clock }: Place, credentials: Key): State {
  const location = parseStateUrl(STATE)
  const { url: endpoint } = sandbox
  return openState(location, { clock, random, region: 'us-east-1', endpoint, credentials })
}

function random(size: number): Uint8Array {
  return randomBytes(size)
}

function iamAs({ url }: Sandbox, credentials: Key): IAM {
  return new IAM({ endpoint: url, region: 'us-east-1', credentials })
}

/** The users, role, groups and boundary that the roles name. */
async function furnish(iam: IAM, name: string): Promise<{ own: Key; issuing: Key }> {
  await iam.createUser({ UserName: 'daypass-issuer' })
  if (name !== 'daypass-issuer') {
    await iam.createUser({ UserName: name })
    await iam.attachUserPolicy({
      UserName: 'daypass-issuer',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    })
  }
  for (const GroupName of ['auditors', 'readers']) {
    await iam.createGroup({ GroupName, Path: '/people/' })
    const PolicyDocument = allowing('s3:GetObject')
    await iam.putGroupPolicy({ GroupName, PolicyName: 'read', PolicyDocument })
    await iam.attachGroupPolicy({ GroupName, PolicyArn: READ_ONLY })
  }
  const PolicyName = BOUNDARY.split('/').at(-1)
  await iam.createPolicy({ PolicyName, PolicyDocument: allowing('*') })
  await iam.createRole({ RoleName: 'deploy', AssumeRolePolicyDocument: trustingAccount() })
  return { own: await keyOf(iam, name), issuing: await keyOf(iam, 'daypass-issuer') }
}

/** For the whole account: the caller's own policy has to allow it too. */
function trustingAccount(): string {
  const Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
  const Statement = [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action }]
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

async function keyOf(iam: IAM, UserName: string): Promise<Key> {
  const { AccessKey } = await iam.createAccessKey({ UserName })
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {}
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey }
}

/** As groups, a statement each: the user's own room is for denies. */
async function give(
  iam: IAM,
  UserName: string,
  statements: readonly PolicyStatement[],
): Promise<void> {
  const gifts = statements.map(async (statement) => {
    const GroupName = `rights-${statement.Sid}`
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
    await iam.createGroup({ GroupName })
    await iam.putGroupPolicy({ GroupName, PolicyName: 'rights', PolicyDocument })
    await iam.addUserToGroup({ UserName, GroupName })
  })
  await Promise.all(gifts)
}
