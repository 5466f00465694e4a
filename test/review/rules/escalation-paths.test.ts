/** Our table of escalation paths, held against pathfinding.cloud's list, and the way roles complete them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessOf } from '../../../review/access/role-access.ts'
import { readRoleSet } from '../../../review/reading/read-role-set.ts'
import { matchPaths } from '../../../review/rules/escalation/find-paths.ts'
import {
  actionsOfPath,
  type EscalationPath,
  ESCALATION_PATHS,
} from '../../../review/rules/escalation/paths.ts'
import { viewRole } from '../../../review/rules/role-view.ts'
import { allow, deny, NOW, table, user, type WrittenStatement } from './judge-roles.ts'
import { PATHFINDING } from './pathfinding.ts'

/** Of services that ended; the action table no longer has them. */
const ENDED = ['codestar:CreateProjectFromTemplate']

async function matches(...statements: readonly WrittenStatement[]) {
  const text = JSON.stringify(user(...statements))
  const [sourced] = readRoleSet([{ file: 'x.json', text }], 'aws').roles
  assert.ok(sourced)
  const view = viewRole(
    'x',
    { ...sourced, access: accessOf(sourced) },
    { table: await table(), now: NOW },
  )
  return matchPaths(view, NOW)
}

async function idsOf(...statements: readonly WrittenStatement[]): Promise<readonly string[]> {
  return (await matches(...statements)).map(({ path }) => path.id)
}

const passing = ESCALATION_PATHS.filter(({ kind }) => kind === 'pass')

test('every path of pathfinding.cloud is in the table, with the same actions', () => {
  const ours = new Map(ESCALATION_PATHS.map((path) => [path.id, [...actionsOfPath(path)].sort()]))
  for (const [id, actions] of Object.entries(PATHFINDING)) {
    assert.deepEqual(ours.get(id), [...actions].sort(), id)
  }
  assert.equal(Object.keys(PATHFINDING).length, 65)
})

test('the paths that other lists have are in the table', () => {
  const wanted = [
    'iam:SetDefaultPolicyVersion',
    'lambda:UpdateFunctionConfiguration',
    'codestar:CreateProjectFromTemplate',
    'iam:PassRole codestar:CreateProject',
    'codestar:CreateProject codestar:AssociateTeamMember',
    'iam:PutRolePermissionsBoundary',
    'iam:PutUserPermissionsBoundary',
    'iam:DeleteRolePermissionsBoundary',
    'iam:DeleteUserPermissionsBoundary',
    'iam:DeleteRolePolicy',
    'iam:DeleteUserPolicy',
    'iam:DetachRolePolicy',
    'iam:DetachUserPolicy',
    'iam:PassRole autoscaling:CreateAutoScalingGroup autoscaling:CreateLaunchConfiguration',
    'iam:PassRole autoscaling:CreateAutoScalingGroup ec2:CreateLaunchTemplate',
    'iam:PassRole autoscaling:UpdateAutoScalingGroup autoscaling:CreateLaunchConfiguration',
    'iam:PassRole autoscaling:UpdateAutoScalingGroup ec2:CreateLaunchTemplate',
    'iam:PassRole ecs:RunTask',
    'iam:PassRole ecs:StartTask ecs:RegisterContainerInstance',
    'iam:PassRole ecs:StartTask ecs:DeregisterContainerInstance',
    'iam:PassRole glue:CreateJob',
    'ecs:ExecuteCommand ecs:DescribeTasks',
    'iam:PassRole ec2:AssociateIamInstanceProfile',
    'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
  ]
  const ours = new Set(ESCALATION_PATHS.map((path) => [...actionsOfPath(path)].sort().join(' ')))
  const missing = wanted.filter((actions) => !ours.has(actions.split(' ').sort().join(' ')))
  assert.deepEqual(missing, [])
})

test('no id stands twice, and every action is one of AWS', async () => {
  const ids = ESCALATION_PATHS.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  const { find } = await table()
  const unknown = ESCALATION_PATHS.flatMap(actionsOfPath).filter(
    (action) => find(action)?.name !== action && !ENDED.includes(action),
  )
  assert.deepEqual(unknown, [])
  const noService = passing.filter(({ passesTo }) => passesTo.length === 0)
  assert.deepEqual(noService, [])
})

test('each path is found where all its actions are allowed, and not where one is missing', async () => {
  for (const path of ESCALATION_PATHS) {
    const actions = actionsOfPath(path)
    assert.ok((await idsOf(allow(actions))).includes(path.id), path.id)
    for (const left of actions) {
      const others = actions.filter((action) => action !== left)
      if (others.length === 0) continue
      assert.ok(!(await idsOf(allow(others))).includes(path.id), `${path.id} without ${left}`)
    }
  }
})

test('a path is found across statements, through wildcards and in any case', async () => {
  const apart = await idsOf(
    allow('IAM:passrole'),
    allow('lambda:Create*'),
    allow('lambda:*Function', 'arn:aws:lambda:*:*:function:*'),
  )
  assert.ok(apart.includes('lambda-001'))
})

test('a deny of any of its actions ends a path', async () => {
  for (const path of ESCALATION_PATHS) {
    for (const denied of actionsOfPath(path)) {
      const found = await idsOf(allow(actionsOfPath(path)), deny(denied))
      assert.ok(!found.includes(path.id), `${path.id} with ${denied} denied`)
    }
  }
})

test('a role that may be passed only to another service does not complete a path', async () => {
  const to = (service: string | readonly string[]) => ({
    Condition: { StringEquals: { 'iam:PassedToService': service } },
  })
  for (const path of passing) {
    const other = path.passesTo.includes('lambda.amazonaws.com')
      ? 'ec2.amazonaws.com'
      : 'lambda.amazonaws.com'
    const rest = allow(path.actions)
    const elsewhere = await idsOf(allow('iam:PassRole', '*', to(other)), rest)
    assert.ok(!elsewhere.includes(path.id), path.id)
    const here = await idsOf(allow('iam:PassRole', '*', to([...path.passesTo])), rest)
    assert.ok(here.includes(path.id), path.id)
    const denied = deny('iam:PassRole', '*', {
      Condition: { StringNotEquals: { 'iam:PassedToService': other } },
    })
    const barred = await idsOf(allow('iam:PassRole'), rest, denied)
    assert.ok(!barred.includes(path.id), `${path.id}, barred by a deny`)
  }
})

test("one's own user's keys and password are no way to somebody else's", async () => {
  const own = 'arn:aws:iam::*:user/${aws:username}'
  const ids = await idsOf(
    allow(['iam:CreateAccessKey', 'iam:DeleteAccessKey', 'iam:UpdateLoginProfile'], own),
  )
  assert.deepEqual(ids, [])
  // But who may write policies on itself needs nobody else.
  assert.deepEqual(await idsOf(allow('iam:PutUserPolicy', own)), ['iam-007'])
})

test('names and conditions that limit a path lower its weight, and those that do not, do not', async () => {
  const weight = async (...statements: readonly WrittenStatement[]) =>
    (await matches(...statements)).map(({ lowerBy }) => lowerBy)
  const update = (resource: string, more = {}) =>
    weight(allow('lambda:UpdateFunctionCode', resource, more))
  const functions = 'arn:aws:lambda:eu-west-1:123456789012:function'
  assert.deepEqual(await update('*'), [0])
  assert.deepEqual(await update(`${functions}:*`), [0])
  assert.deepEqual(await update(`${functions}:app-*`), [1])
  assert.deepEqual(await update(`${functions}:app`), [2])
  assert.deepEqual(await update(`${functions}:app:*`), [2])
  const only = (condition: object) => update('*', { Condition: condition })
  assert.deepEqual(await only({ StringEquals: { 'aws:ResourceTag/team': 'a' } }), [1])
  assert.deepEqual(await only({ StringLike: { 'aws:ResourceTag/team': '*' } }), [0])
  assert.deepEqual(await only({ Bool: { 'aws:SecureTransport': 'true' } }), [0])
  assert.deepEqual(await only({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), [0])
})

test('a passed role that is named, to a service that is named, is no more than a note', async () => {
  const role = allow('iam:PassRole', 'arn:aws:iam::123456789012:role/app', {
    Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
  })
  const found = await matches(role, allow(['lambda:CreateFunction', 'lambda:InvokeFunction']))
  assert.deepEqual(
    found.map(({ path, lowerBy }) => [path.id, lowerBy]),
    [['lambda-001', 2]],
  )
})

test('whoever may do everything completes every path whose actions AWS has', async () => {
  const found = new Set(await idsOf(allow('*')))
  const isOver = ({ actions }: EscalationPath) => actions.some((action) => ENDED.includes(action))
  const missing = ESCALATION_PATHS.filter((path) => !found.has(path.id) && !isOver(path))
  assert.deepEqual(missing, [])
})
