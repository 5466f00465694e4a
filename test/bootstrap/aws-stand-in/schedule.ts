/** What the sandbox has nothing of: function, schedule and log are accepted, and nothing is made. */
import {
  AT_MOST_ONE,
  type AwsSession,
  KEPT,
  ONE,
  REPLACES,
  arn,
  between,
  define,
  demand,
  id,
  isArn,
  number,
  tags,
  text,
} from './session.ts'

const RETENTIONS =
  '0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653'

export const logGroup = define.resource({
  ...KEPT,
  schema: {
    description: 'Where the function logs.',
    attributes: {
      name: { ...text('optional_computed'), ...REPLACES },
      retention_in_days: number('optional'),
      kms_key_id: text('optional'),
      tags,
      arn,
      id,
    },
  },
  validate: ({ retention_in_days: days, kms_key_id }, call) => {
    demand(call, ['retention_in_days'], days, (value) => RETENTIONS.split(' ').includes(value))
    demand(call, ['kms_key_id'], kms_key_id, isArn)
  },
  create: async ({ config }, { session }) => {
    const made = await arnOf(session, 'logs', `log-group:${config.name ?? ''}`)
    return { result: { arn: made, id: config.name, name: config.name } }
  },
})

export const lambdaFunction = define.resource({
  ...KEPT,
  schema: {
    description: 'A function.',
    attributes: {
      function_name: { ...text('required'), ...REPLACES },
      description: text('optional'),
      role: text('required'),
      filename: text('optional'),
      source_code_hash: text('optional_computed'),
      handler: text('optional'),
      runtime: text('optional'),
      architectures: { type: { list: 'string' }, use: 'optional_computed', description: '' },
      memory_size: number('optional'),
      timeout: number('optional'),
      reserved_concurrent_executions: number('optional'),
      tags,
      arn,
      id,
    },
    blocks: {
      environment: {
        ...AT_MOST_ONE,
        attributes: { variables: { type: { map: 'string' }, use: 'optional', description: '' } },
      },
    },
  },
  validate: (config, call) => {
    demand(call, ['role'], config.role, isArn)
    demand(call, ['memory_size'], config.memory_size, between(128, 10_240))
    demand(call, ['timeout'], config.timeout, between(1, 900))
    demand(
      call,
      ['reserved_concurrent_executions'],
      config.reserved_concurrent_executions,
      (n) => Number(n) >= -1,
    )
    demand(call, ['runtime'], config.runtime, (name) => /^nodejs(18|20|22|24)\.x$/.test(name))
    demand(call, ['function_name'], config.function_name, (name) => /^[\w-]{1,64}$/.test(name))
  },
  create: async ({ config }, { session }) => {
    const { function_name: name, source_code_hash: hash } = config
    const made = await arnOf(session, 'lambda', `function:${name}`)
    const architectures = config.architectures ?? ['x86_64']
    return { result: { arn: made, id: name, architectures, source_code_hash: hash } }
  },
})

export const eventInvokeConfig = define.resource({
  ...KEPT,
  schema: {
    description: 'How often a function is tried.',
    attributes: {
      function_name: { ...text('required'), ...REPLACES },
      maximum_event_age_in_seconds: number('optional'),
      maximum_retry_attempts: number('optional'),
      id,
    },
  },
  validate: (config, call) => {
    const { maximum_event_age_in_seconds: age, maximum_retry_attempts: attempts } = config
    demand(call, ['maximum_event_age_in_seconds'], age, between(60, 21_600))
    demand(call, ['maximum_retry_attempts'], attempts, between(0, 2))
  },
  create: ({ config }) => ({ result: { id: config.function_name } }),
})

export const schedule = define.resource({
  ...KEPT,
  schema: {
    description: 'What is started, and when.',
    attributes: {
      name: { ...text('optional_computed'), ...REPLACES },
      description: text('optional'),
      schedule_expression: text('required'),
      arn,
      id,
    },
    blocks: {
      flexible_time_window: { ...ONE, attributes: { mode: text('required') } },
      target: {
        ...ONE,
        attributes: { arn: text('required'), role_arn: text('required') },
        blocks: {
          retry_policy: {
            ...AT_MOST_ONE,
            attributes: {
              maximum_event_age_in_seconds: number('optional'),
              maximum_retry_attempts: number('optional'),
            },
          },
        },
      },
    },
  },
  validate: ({ schedule_expression: expression }, call) => {
    demand(call, ['schedule_expression'], expression, (one) => /^(rate|cron|at)\(.+\)$/.test(one))
  },
  create: async ({ config }, { session }) => {
    const made = await arnOf(session, 'scheduler', `schedule/default/${config.name ?? ''}`)
    return { result: { arn: made, id: `default/${config.name ?? ''}`, name: config.name } }
  },
})

async function arnOf({ sts, region }: AwsSession, service: string, what: string): Promise<string> {
  const { Account = '' } = await sts.getCallerIdentity()
  return `arn:aws:${service}:${region}:${Account}:${what}`
}
