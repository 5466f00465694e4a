import { timestamp } from '../clock.ts'
import { DENY_ALL } from '../revocation/deny-document.ts'

/** Of the policies that stop all sessions of a role or user. No sweep knows them: they go when somebody lifts them. */
const STOP_PATTERN = /^daypass-deny-before-\d{8}T\d{6}Z$/

/** Of the policies that stop one user, with the keys that were switched off with it. */
const SWITCH_PATTERN = /^daypass-deny-user(?:-[A-Z0-9]{16,40})*$/

/** The name of the policy that stops sessions from before a whole second: the same for the same document. */
export function stopName(before: Date): string {
  return `daypass-deny-before-${timestamp(before).replaceAll(/[-:]/g, '')}`
}

/** Whether a policy stops all sessions of a role or user. */
export function isStopName(name: string): boolean {
  return STOP_PATTERN.test(name)
}

/** The name of the policy that stops a user, which remembers the keys that worked until then. */
export function switchName(accessKeyIds: readonly string[]): string {
  return ['daypass-deny-user', ...[...accessKeyIds].sort()].join('-')
}

/** The keys that were switched off with a user; undefined for a policy that did not do so. */
export function keysInName(name: string): readonly string[] | undefined {
  return SWITCH_PATTERN.test(name) ? name.split('-').slice(3) : undefined
}

/**
 * Denies everything to every session that was issued before a whole second, whoever issued it. Long-term keys have no time
 * of issue, and work on. What is issued from then on is not meant.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export function stopDocument(before: Date): string {
  const Condition = { DateLessThan: { 'aws:TokenIssueTime': timestamp(before) } }
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'DaypassBreakGlass', ...DENY_ALL, Condition }],
  })
}
