import type { AssumedRoleRole } from '../../core/role/role.ts'
import { readPolicy } from '../iam/documents.ts'
import { newRole } from '../iam/roles.ts'
import type { Seeded } from './seeded.ts'
import { accountOfArn, awsArn, nameOfArn } from '../world/arn.ts'
import { awsPolicyArn } from '../world/aws-policies.ts'
import { nameKey } from '../world/world.ts'
import { pathOfArn } from './policies.ts'

/** What a target's trust depends on. */
type Wanted = Pick<AssumedRoleRole, 'external_id' | 'subjects'>

const AUDIENCE = 'sts.amazonaws.com'
const TWELVE_HOURS = 43_200

/** Makes the role that a role file names, or lets the one that is there trust for this file as well. */
export function seedTarget(sandbox: Seeded, arn: string, wanted: Wanted): void {
  const { world } = sandbox
  const accountId = accountOfArn(arn)
  if (accountId === undefined || accountId === 'aws') return
  const { roles } = world.account(accountId)
  const name = nameOfArn(arn)
  const present = roles.get(nameKey(name))
  const statements = new Map(
    [...statementsOf(present?.trust.text), ...trustStatements(sandbox, accountId, wanted)].map(
      (statement) => [JSON.stringify(statement), statement],
    ),
  )
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [...statements.values()] })
  const trust = readPolicy(text, 'trust')
  const at = { accountId, path: pathOfArn(arn), name, trust }
  const role = present ?? {
    ...newRole({ world, now: sandbox.clock.now() }, at),
    attached: [awsPolicyArn(world, 'AdministratorAccess')],
    maxSessionSeconds: TWELVE_HOURS,
  }
  roles.set(nameKey(name), { ...role, trust })
}

/** The sandbox's own OIDC issuer as a provider of the role's account. */
export function seedIssuer(sandbox: Seeded, roleArn: string): void {
  const { world } = sandbox
  const accountId = accountOfArn(roleArn)
  if (accountId === undefined || accountId === 'aws') return
  const arn = providerArn(sandbox, accountId)
  const { oidcProviders } = world.account(accountId)
  if (oidcProviders.get(arn) !== undefined) return
  oidcProviders.set(arn, {
    arn,
    url: issuerUrl(sandbox),
    clientIds: [AUDIENCE],
    thumbprints: [],
    tags: {},
    createdAt: sandbox.clock.now(),
  })
}

function trustStatements(
  sandbox: Seeded,
  accountId: string,
  { external_id: externalId, subjects }: Wanted,
): readonly object[] {
  const { world, accountId: home } = sandbox
  const isLimited = subjects !== undefined && subjects.length > 0
  const url = issuerUrl(sandbox)
  return [
    {
      Effect: 'Allow',
      Principal: { AWS: awsArn(world, 'iam', home, 'root') },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      ...(externalId !== undefined && {
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      }),
    },
    {
      Effect: 'Allow',
      Principal: { Federated: providerArn(sandbox, accountId) },
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Condition: {
        StringEquals: { [`${url}:aud`]: AUDIENCE },
        ...(isLimited && { StringLike: { [`${url}:sub`]: subjects } }),
      },
    },
  ]
}

function statementsOf(trust: string | undefined): readonly object[] {
  if (trust === undefined) return []
  const { Statement } = JSON.parse(trust) as { Statement: object | readonly object[] }
  return [Statement].flat()
}

function providerArn(sandbox: Seeded, accountId: string): string {
  return awsArn(sandbox.world, 'iam', accountId, `oidc-provider/${issuerUrl(sandbox)}`)
}

function issuerUrl({ url }: Seeded): string {
  return `${url.replace(/^http:\/\//u, '')}/_sandbox/oidc`
}
