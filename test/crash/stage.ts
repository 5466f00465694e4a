import { randomBytes } from 'node:crypto'
import { assemblePorts } from '../../assembly/assemble.ts'
import { type KeptKeys, keptKeys } from '../../assembly/kept-keys.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { systemClock } from '../../core/clock.ts'
import type { Ports } from '../../core/ports.ts'
import { Secret } from '../../core/secret.ts'
import { type Role, CREDENTIAL_TYPES, type CredentialType } from '../../core/role/role.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { openState } from '../../state/open.ts'
import { ageSeal } from '../../state/sealed.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { proveStore } from '../support/proven-store.ts'
import { rightClock } from '../support/right-clock.ts'

const REGION = 'us-east-1'
const ACCOUNT = '123456789012'
const READ = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
})

/** A role of each type, with leases of half an hour. */
export function roleOf(type: CredentialType): Role {
  const session = { default_sts_ttl: 1800, max_sts_ttl: 3600 }
  const none = { policy_arns: [], iam_groups: [] }
  switch (type) {
    case 'iam_user': {
      const user = { iam_tags: {}, user_path: '/daypass/', default_ttl: 1800, max_ttl: 7200 }
      return { name: 'crash', credential_type: type, policy_document: READ, ...none, ...user }
    }
    case 'assumed_role': {
      const role_arns = [`arn:aws:iam::${ACCOUNT}:role/crash`]
      return {
        name: 'crash',
        credential_type: type,
        role_arns,
        session_tags: {},
        ...none,
        ...session,
      }
    }
    case 'federation_token':
      return { name: 'crash', credential_type: type, policy_document: READ, ...none, ...session }
    case 'session_token':
      return { name: 'crash', credential_type: type, ...session }
  }
}

/** All types. */
export const TYPES: readonly CredentialType[] = CREDENTIAL_TYPES

/** A sandbox with the role `crash`, and the state URL in it. */
export async function startStage(): Promise<{ sandbox: Sandbox; stateUrl: string }> {
  const sandbox = await startSandbox({ accountId: ACCOUNT })
  proveStore(sandbox, 'crash')
  const clients = clientsOf(sandbox)
  const iam = await clients.iam()
  const trust = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }
  await iam.createRole({
    RoleName: 'crash',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
    MaxSessionDuration: 7200,
  })
  await iam.putRolePolicy({ RoleName: 'crash', PolicyName: 'rights', PolicyDocument: READ })
  const endpoint = encodeURIComponent(sandbox.url)
  return { sandbox, stateUrl: `s3://daypass-state/crash?region=${REGION}&endpoint=${endpoint}` }
}

/** The domain with its real adapters on the sandbox, at a time of its own. */
export function portsAt(
  sandbox: Sandbox,
  stateUrl: string,
  shiftSeconds: number,
  keys?: KeptKeys,
): Ports {
  const { clock, state } = stateAt(sandbox, stateUrl, shiftSeconds)
  const clients = clientsOf(sandbox)
  return assemblePorts({ clients, config: configOf(sandbox), state, clock, random, keys })
}

/** Keys that are kept there, with an identity to seal and open them with. */
export function keysAt(
  sandbox: Sandbox,
  stateUrl: string,
  { identity, shiftSeconds }: { readonly identity: string; readonly shiftSeconds: number },
): KeptKeys {
  const { clock, state } = stateAt(sandbox, stateUrl, shiftSeconds)
  const seal = ageSeal({ recipients: [], identity: () => Promise.resolve(new Secret(identity)) })
  return keptKeys({ clients: clientsOf(sandbox), config: configOf(sandbox), state, seal, clock })
}

function stateAt(sandbox: Sandbox, stateUrl: string, shiftSeconds: number) {
  const clock = rightClock({
    ...systemClock,
    now: () => new Date(systemClock.now().getTime() + shiftSeconds * 1000),
  })
  const credentials = sandbox.root
  return { clock, state: openState(parseStateUrl(stateUrl), { clock, random, credentials }) }
}

const random = (size: number): Uint8Array => randomBytes(size)

function clientsOf(sandbox: Sandbox) {
  return awsClients(configOf(sandbox))
}

function configOf({ url, root }: Sandbox) {
  return { region: REGION, credentials: root, iamEndpoint: url, stsEndpoint: url }
}
