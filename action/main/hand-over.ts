import { callerIdentity } from '../../aws/clients/caller.ts'
import { asHolder } from '../../aws/clients/clients.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { outputsOf, timestamp } from '../export/outputs.ts'
import { type PlainCredentials, plainCredentials } from '../export/plain-credentials.ts'
import { warnOfOthers } from '../export/warn-of-others.ts'
import { type VariableGroup, beforeExport, variableGroups } from '../export/variables.ts'
import { plannedProfiles, profileName } from './plan-profiles.ts'
import { type PlannedSection, writeSections } from '../profile/profiles.ts'
import { maskIssued } from '../runner/mask.ts'
import { type ReadyRequest, refuseAccount } from './requests.ts'
import type { Job } from './run-main.ts'
import type { PostState } from '../saved/post-state.ts'
import type { SavedState } from '../saved/saved-state.ts'

/** What is handed over, and where post hears of it. */
export interface HandOver {
  readonly requests: readonly ReadyRequest[]
  readonly issued: readonly Issuance[]
  readonly postState: PostState
}

/**
 * Hands over what was issued: checks, masks, tells post what it will write, and writes it. If the process dies over
 * it, post restores what was written by then and revokes.
 *
 * @throws `request-invalid` for an account that is not allowed, `cancelled`; nothing is handed over then.
 */
export async function handOver(job: Job, { requests, issued, postState }: HandOver): Promise<void> {
  const { runner, settings, stop } = job
  const plain = await Promise.all(
    issued.map(async (one, n) =>
      plainCredentials(one, { alias: settings.roles[n]?.alias, arn: await arnOf(job, one) }),
    ),
  )
  maskIssued(runner, plain)
  for (const { role, arn } of plain) refuseAccount(role, arn, settings.allowedAccountIds)
  if (stop.signal.aborted) throw new DaypassError('cancelled', 'stopped before the hand-over')
  const profiles = await plannedProfiles(job, requests, issued, plain)
  const groups = groupsOf(job, plain)
  postState.change((saved) => outcome(job, saved, { plain, groups, profiles }))
  warnOfOthers(runner, settings.exports)
  await writeSections(runner, profiles)
  for (const { values } of groups) {
    for (const [name, value] of Object.entries(values)) runner.exportVariable(name, value)
  }
  const outputs = outputsOf(plain, settings.exports.includes('outputs'))
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, value)
  for (const one of plain) runner.say(sentence(one))
}

/** Undefined where AWS does not tell. */
async function arnOf({ connected, settings }: Job, one: Issuance): Promise<string | undefined> {
  const { credentials } = one
  if (credentials.arn !== undefined) return credentials.arn
  try {
    return (await callerIdentity(connected.clientsAs(asHolder(credentials)))).arn
  } catch (error) {
    if (settings.allowedAccountIds.length === 0 && isDaypassError(error)) return undefined
    throw error
  }
}

interface Planned {
  readonly plain: readonly PlainCredentials[]
  readonly groups: readonly VariableGroup[]
  readonly profiles: readonly PlannedSection[]
}

function outcome(
  { runner }: Job,
  intention: SavedState,
  { plain, groups, profiles }: Planned,
): SavedState {
  const leases = intention.leases.map((lease, n) => ({
    ...lease,
    arn: plain[n]?.arn,
    expiresAt: plain[n]?.expiresAt,
  }))
  const variables = groups.map((group) => beforeExport(group, runner.env))
  return {
    ...intention,
    leases,
    variables,
    profiles: profiles.map(({ file, name, mark }) => ({ file, section: name, mark })),
  }
}

/** The variables of the environment; AWS_PROFILE where one profile is all there is. */
function groupsOf({ settings }: Job, plain: readonly PlainCredentials[]): readonly VariableGroup[] {
  const { exports, exportedRegion } = settings
  if (exports.includes('env')) return variableGroups(plain, exportedRegion)
  const [only, ...others] = plain
  if (!exports.includes('profile') || only === undefined || others.length > 0) return []
  return [{ values: { AWS_PROFILE: profileName(settings, only) }, witness: 'AWS_PROFILE' }]
}

function sentence({ role, lease, arn, expiresAt }: PlainCredentials): string {
  const as = arn === undefined ? '' : ` as ${arn}`
  return `role ${role} issued${as} until ${timestamp(expiresAt)}, lease ${lease}`
}
