import type { IAM } from '@aws-sdk/client-iam'
import type { Sandbox } from '../../sandbox/sandbox.ts'

const AUDIENCE = 'sts.amazonaws.com'

/** Makes the sandbox's token service known to its IAM; answers a trust policy for tokens of that one subject. */
export async function trustSubject(
  { url }: Pick<Sandbox, 'url'>,
  iam: IAM,
  subject: string,
): Promise<string> {
  const { OpenIDConnectProviderArn } = await iam.createOpenIDConnectProvider({
    Url: `${url}/_sandbox/oidc`,
    ClientIDList: [AUDIENCE],
  })
  const Statement = {
    Effect: 'Allow',
    Principal: { Federated: OpenIDConnectProviderArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${new URL(url).host}/_sandbox/oidc:sub`]: subject } },
  }
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

/** A token of that subject, as GitHub's service would sign one. */
export async function tokenOf(
  { url }: Pick<Sandbox, 'url'>,
  sub: string,
  claims: Readonly<Record<string, string>> = {},
): Promise<string> {
  const query = new URLSearchParams({ ...claims, sub, audience: AUDIENCE })
  const reply = await fetch(`${url}/_sandbox/oidc/token?${query.toString()}`)
  return ((await reply.json()) as { value: string }).value
}
