import { awsClients } from '../../aws/clients/clients.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { policyUnder } from './docs-blocks.ts'

const GITHUB = 'token.actions.githubusercontent.com'
const ALL_OF_S3 = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
})

/** The roles of AWS that jobs take. `direct` trusts GitHub itself. */
const TARGETS = ['deploy-role', 'log-reader', 'direct'] as const

/**
 * Sets an account up with the policies of docs/github-action.md, letter for letter but for the address of the
 * OIDC issuer, and for rights on all of {@link TARGETS} instead of one.
 */
export async function furnish(sandbox: Sandbox): Promise<void> {
  const { url, root } = sandbox
  const iam = await awsClients({ region: 'us-east-1', iamEndpoint: url, credentials: root }).iam()
  const issuer = `${new URL(url).host}/_sandbox/oidc`
  const trustOfGithub = policyUnder("The broker's trust").replaceAll(GITHUB, issuer)
  await iam.createOpenIDConnectProvider({
    Url: `http://${issuer}`,
    ClientIDList: ['sts.amazonaws.com'],
  })
  const role = async (name: string, trust: string, rights: string): Promise<void> => {
    await iam.createRole({
      RoleName: name,
      AssumeRolePolicyDocument: trust,
      MaxSessionDuration: 12 * 3600,
    })
    await iam.putRolePolicy({ RoleName: name, PolicyName: 'rights', PolicyDocument: rights })
  }
  await role('daypass-broker', trustOfGithub, forTargets(policyUnder("The broker's rights")))
  await role(
    'daypass-broker-without-iam',
    trustOfGithub,
    forTargets(policyUnder("The broker's rights without IAM")),
  )
  const ofAccount = {
    Effect: 'Allow',
    Principal: { AWS: '123456789012' },
    Action: 'sts:AssumeRole',
  }
  await role(
    'daypass-broker-by-key',
    JSON.stringify({ Version: '2012-10-17', Statement: ofAccount }),
    forTargets(policyUnder("The broker's rights")),
  )
  await role('daypass-sweeper', trustOfGithub, forTargets(policyUnder("The broker's rights")))
  const trustOfBrokers = policyUnder("The role's trust").replace(
    /"(arn:[^"]*:role\/daypass-broker)"/,
    '["$1", "$1-without-iam", "$1-by-key"]',
  )
  for (const name of TARGETS) {
    await role(name, name === 'direct' ? trustOfGithub : trustOfBrokers, ALL_OF_S3)
  }
}

function forTargets(policy: string): string {
  const arns = TARGETS.map((name) => `"arn:aws:iam::123456789012:role/${name}"`)
  return policy.replaceAll('"arn:aws:iam::123456789012:role/deploy-role"', `[${arns.join(', ')}]`)
}
