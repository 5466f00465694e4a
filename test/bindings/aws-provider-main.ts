/**
 * The process of a provider that has the name, the settings and one data source of AWS's own, which cannot be had
 * without a network: another provider, that works with what it is given.
 */
import { STS } from '@aws-sdk/client-sts'
import { systemClock } from '../../core/clock.ts'
import { definitions } from '../../terraform-plugin/definition/provider.ts'
import { serve } from '../../terraform-plugin/serve.ts'

const text = { type: 'string', use: 'optional', description: '' } as const
const define = definitions<STS>()

const callerIdentity = define.dataSource({
  schema: {
    description: 'Who AWS sees.',
    attributes: { arn: { type: 'string', use: 'computed', description: '' } },
  },
  read: async (_config, { session }) => ({ arn: (await session.getCallerIdentity()).Arn ?? null }),
})

void serve({
  name: 'aws',
  environment: process.env,
  clock: systemClock,
  provider: () =>
    Promise.resolve(
      define.provider({
        schema: {
          description: 'A part of the provider of AWS.',
          attributes: { region: text, access_key: text, secret_key: text, token: text },
        },
        configure: ({ access_key, secret_key, token }) => {
          if (typeof access_key !== 'string' || typeof secret_key !== 'string') {
            throw new TypeError('there are no credentials')
          }
          const session = typeof token === 'string' ? { sessionToken: token } : {}
          return new STS({
            region: 'us-east-1',
            credentials: { accessKeyId: access_key, secretAccessKey: secret_key, ...session },
          })
        },
        explain: (error) => ({ summary: 'Failed', detail: String(error) }),
        dataSources: { aws_caller_identity: callerIdentity },
        resources: {},
        ephemeralResources: {},
        functions: {},
      }),
    ),
})
