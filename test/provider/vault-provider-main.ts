/** The process of a provider that has the name of Vault's own and its resource for roles of AWS, kept in the state alone. */
import { systemClock } from '../../core/clock.ts'
import { definitions } from '../../terraform-plugin/definition/provider.ts'
import { serve } from '../../terraform-plugin/serve.ts'

const text = { type: 'string', use: 'optional', description: '' } as const
const set = { type: { set: 'string' }, use: 'optional', description: '' } as const
const seconds = { type: 'number', use: 'optional_computed', description: '' } as const
const define = definitions<undefined>()

void serve({
  name: 'vault',
  environment: process.env,
  clock: systemClock,
  provider: () =>
    Promise.resolve(
      define.provider({
        schema: { description: 'A part of the provider of Vault.', attributes: {} },
        configure: () => undefined,
        explain: (error) => ({ summary: 'Error', detail: String(error) }),
        dataSources: {},
        resources: {
          vault_aws_secret_backend_role: define.resource({
            schema: {
              description: 'A role.',
              attributes: {
                id: { type: 'string', use: 'computed', stable: true, description: '' },
                backend: text,
                name: text,
                credential_type: text,
                role_arns: set,
                policy_arns: set,
                iam_groups: set,
                policy_document: text,
                iam_tags: { type: { map: 'string' }, use: 'optional', description: '' },
                default_sts_ttl: seconds,
                max_sts_ttl: seconds,
                user_path: text,
                permissions_boundary_arn: text,
              },
            },
            create: ({ config }) => ({
              result: {
                id: `aws/roles/${String(config.name)}`,
                default_sts_ttl: 0,
                max_sts_ttl: 0,
              },
            }),
            read: ({ state }) => ({ state }),
            update: ({ prior }) => ({ result: prior }),
            delete: () => undefined,
          }),
        },
        ephemeralResources: {},
        functions: {},
      }),
    ),
})
