/**
 * The process of a provider that has the name of AWS's own, which cannot be had without a network, and those of its
 * resources that the module uses. It has the arguments that the module gives and the attributes that it reads, each
 * required, optional or computed as AWS's provider says, and some of its checks.
 *
 * Source: https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
 */
import { systemClock } from '../../../core/clock.ts'
import { serve } from '../../../terraform-plugin/serve.ts'
import * as bucket from './bucket.ts'
import * as identities from './identities.ts'
import * as schedule from './schedule.ts'
import { define, openSession, text } from './session.ts'

void serve({
  name: 'aws',
  environment: process.env,
  clock: systemClock,
  provider: () =>
    Promise.resolve(
      define.provider({
        schema: {
          description: 'A part of the provider of AWS.',
          attributes: { region: text('optional') },
        },
        configure: ({ region }) => openSession(typeof region === 'string' ? region : 'us-east-1'),
        explain: (error) => ({ summary: 'Failed', detail: String(error) }),
        dataSources: {
          aws_caller_identity: identities.callerIdentity,
          aws_iam_openid_connect_provider: identities.knownOidcProvider,
          aws_region: identities.region,
          aws_s3_bucket: bucket.knownBucket,
        },
        resources: {
          aws_cloudwatch_log_group: schedule.logGroup,
          aws_iam_openid_connect_provider: identities.oidcProvider,
          aws_iam_policy: identities.managedPolicy,
          aws_iam_role: identities.role,
          aws_iam_role_policy: identities.rolePolicy,
          aws_iam_role_policy_attachment: identities.rolePolicyAttachment,
          aws_lambda_function: schedule.lambdaFunction,
          aws_lambda_function_event_invoke_config: schedule.eventInvokeConfig,
          aws_s3_bucket: bucket.bucket,
          aws_s3_bucket_lifecycle_configuration: bucket.lifecycle,
          aws_s3_bucket_ownership_controls: bucket.ownershipControls,
          aws_s3_bucket_policy: bucket.bucketPolicy,
          aws_s3_bucket_public_access_block: bucket.publicAccessBlock,
          aws_s3_bucket_server_side_encryption_configuration: bucket.encryption,
          aws_s3_bucket_versioning: bucket.versioning,
          aws_scheduler_schedule: schedule.schedule,
        },
        ephemeralResources: {},
        functions: {},
      }),
    ),
})
