import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outputsOf } from '../../../action/export/outputs.ts'
import type { PlainCredentials } from '../../../action/export/plain-credentials.ts'
import {
  beforeExport,
  restoredVariables,
  variableGroups,
} from '../../../action/export/variables.ts'
import { parseLeaseId } from '../../../core/lease/lease-id.ts'

const SESSION: PlainCredentials = {
  lease: parseLeaseId('deploy/4cZkq2TzWq0bXyN8rPdU1a'),
  role: 'deploy',
  alias: undefined,
  accessKeyId: 'ASIAONE',
  secretAccessKey: 'secret-one',
  sessionToken: 'token-one',
  arn: 'arn:aws:sts::123456789012:assumed-role/deploy/x',
  accountId: '123456789012',
  issuedAt: new Date('2026-11-22T11:00:00.500Z'),
  expiresAt: new Date('2026-11-22T12:00:00.500Z'),
}
const USER: PlainCredentials = {
  ...SESSION,
  lease: parseLeaseId('logs/4cZkq2TzWq0bXyN8rPdU1a'),
  role: 'logs',
  alias: 'audit-Logs',
  accessKeyId: 'AKIATWO',
  secretAccessKey: 'secret-two',
  sessionToken: undefined,
}

/** A job's environment after a step wrote its variables into it. */
function after(env: Record<string, string>, groups: ReturnType<typeof variableGroups>) {
  return Object.assign({ ...env }, ...groups.map(({ values }) => values)) as Record<string, string>
}

test('credentials of an alias have names of their own', () => {
  const values = after({}, variableGroups([SESSION, USER], 'eu-west-1'))
  assert.deepEqual(values, {
    AWS_ACCESS_KEY_ID: 'ASIAONE',
    AWS_SECRET_ACCESS_KEY: 'secret-one',
    AWS_SESSION_TOKEN: 'token-one',
    AUDIT_LOGS_AWS_ACCESS_KEY_ID: 'AKIATWO',
    AUDIT_LOGS_AWS_SECRET_ACCESS_KEY: 'secret-two',
    AUDIT_LOGS_AWS_SESSION_TOKEN: '',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
  })
})

test('post brings back what stood there before', () => {
  const env = { AWS_ACCESS_KEY_ID: 'AKIAOLD', AWS_SECRET_ACCESS_KEY: 'old', AWS_REGION: 'mars' }
  const groups = variableGroups([SESSION], 'eu-west-1')
  const saved = groups.map((group) => beforeExport(group, env))
  assert.deepEqual(
    after(after(env, groups), [
      { values: restoredVariables(saved, after(env, groups)), witness: '' },
    ]),
    {
      ...env,
      AWS_SESSION_TOKEN: '',
      AWS_DEFAULT_REGION: '',
    },
  )
})

test('two steps, the later post first, leave the environment of the beginning', () => {
  const first = variableGroups([SESSION], undefined)
  const second = variableGroups([{ ...USER, alias: undefined }], undefined)
  const begin = { AWS_ACCESS_KEY_ID: 'AKIAOLD' }
  const firstSaved = first.map((group) => beforeExport(group, begin))
  const between = after(begin, first)
  const secondSaved = second.map((group) => beforeExport(group, between))
  let env = after(between, second)
  env = { ...env, ...restoredVariables(secondSaved, env) }
  assert.deepEqual(env, between)
  env = { ...env, ...restoredVariables(firstSaved, env) }
  assert.equal(env['AWS_ACCESS_KEY_ID'], 'AKIAOLD')
})

test('what another step has written since is left alone', () => {
  const groups = variableGroups([SESSION], 'eu-west-1')
  const saved = groups.map((group) => beforeExport(group, {}))
  const env = { ...after({}, groups), AWS_ACCESS_KEY_ID: 'ASIAOTHER' }
  assert.deepEqual(restoredVariables(saved, env), { AWS_REGION: '', AWS_DEFAULT_REGION: '' })
})

test('outputs have no credentials unless they are asked for', () => {
  const outputs = outputsOf([SESSION, USER], false)
  assert.deepEqual(Object.keys(outputs).sort(), [
    'account-id',
    'arn',
    'audit-logs-account-id',
    'audit-logs-arn',
    'audit-logs-authenticated-arn',
    'audit-logs-aws-account-id',
    'audit-logs-expires-at',
    'audit-logs-lease-id',
    'authenticated-arn',
    'aws-account-id',
    'expires-at',
    'lease-id',
    'leases',
  ])
  assert.doesNotMatch(JSON.stringify(outputs), /secret-|token-|AKIA|ASIA/)
  assert.equal(outputs['expires-at'], '2026-11-22T12:00:00Z')
  const asked = outputsOf([SESSION, USER], true)
  assert.equal(asked['aws-secret-access-key'], 'secret-one')
  assert.equal(asked['audit-logs-aws-session-token'], '')
  assert.doesNotMatch(asked['leases'] ?? '', /secret-|token-/)
})

test('a role that is alone has the plain outputs even with an alias', () => {
  const outputs = outputsOf([USER], false)
  assert.equal(outputs['lease-id'], USER.lease)
  assert.equal(outputs['audit-logs-lease-id'], USER.lease)
})
