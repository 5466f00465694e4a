import { callerIdentity } from '../../aws/clients/caller.ts'
import { asHolder } from '../../aws/clients/clients.ts'
import { timestamp } from '../../core/clock.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { outputsOf } from '../export/outputs.ts'
import { type PlainCredentials, maskIssued, plainCredentials } from '../export/plain-credentials.ts'
import {
  type VariableGroup,
  beforeExport,
  variableGroups,
  warnOfOverrides,
} from '../export/variables.ts'
import { noteExports } from '../identity/own-exports.ts'
import type { ActionSettings } from '../inputs/settings.ts'
import type { KeptPostState } from '../post-state/keep-post-state.ts'
import type { PostProfile } from '../post-state/post-state.ts'
import { writeSections } from '../profile/edit-aws-files.ts'
import { planProfiles, profileName } from '../profile/plan-profiles.ts'
import type { Refresh } from '../refresh/begin-refresh.ts'
import type { Runner } from '../runner/runner.ts'
import { refuseAccount } from './accounts.ts'
import type { Job } from './job.ts'
import type { ReadyRequest } from './make-requests.ts'

/** What is handed over, and where post hears of it. */
export interface HandOver {
  readonly requests: readonly ReadyRequest[]
  readonly issued: readonly Issuance[]
  /** How profiles refresh themselves; undefined where they do not. */
  readonly refresh: Refresh | undefined
  readonly postState: KeptPostState
  readonly signal: AbortSignal
}

/**
 * Hands over what was issued: checks, masks, leaves to post what it will write, and writes it. If the process dies over
 * it, post restores what was written by then and revokes.
 *
 * @throws `request-invalid` for an account that is not allowed, `cancelled`; nothing is handed over then.
 */
export async function handOver(job: Job, given: HandOver, runner: Runner): Promise<void> {
  const { settings, place } = job
  const { exports, allowedAccountIds } = settings
  const { env } = runner
  const plain = await Promise.all(
    given.issued.map(async (one, n) => {
      const alias = settings.roles[n]?.alias
      return plainCredentials(one, { alias, arn: await arnOf(job, one) })
    }),
  )
  maskIssued(runner, plain)
  for (const { role, arn } of plain) refuseAccount(role, arn, allowedAccountIds)
  if (given.signal.aborted) throw new DaypassError('cancelled', 'stopped before the hand-over')
  const commands = given.refresh?.commands ?? []
  const profiles = exports.includes('profile')
    ? planProfiles(plain, { settings, place, commands })
    : []
  const sections = profiles.map(({ file, name, lease }) => ({ file, section: name, lease }))
  await beginRefreshes(job, given, { plain, sections, random: runner.random })
  const groups = groupsOf(settings, plain)
  const variables = groups.map((group) => beforeExport(group, env))
  given.postState.change((state) => ({
    ...state,
    leases: state.leases.map((lease, n) => ({
      ...lease,
      arn: plain[n]?.arn,
      expiresAt: plain[n]?.expiresAt,
    })),
    variables,
    profiles: sections,
  }))
  warnOfOverrides(runner, exports)
  await writeSections(runner, profiles, place)
  noteExports(
    env,
    variables.filter(({ witness }) => witness.name !== 'AWS_REGION'),
  )
  exportAll(runner, groups, outputsOf(plain, exports.includes('outputs')))
  for (const one of plain) runner.info(sentence(one))
}

/** Undefined where AWS does not say. */
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

interface Beginnings extends Pick<Runner, 'random'> {
  readonly plain: readonly PlainCredentials[]
  readonly sections: readonly PostProfile[]
}

/** Writes what is behind the commands by which profiles refresh themselves. */
async function beginRefreshes(
  { connection, connected, place }: Job,
  { refresh, requests }: HandOver,
  { plain, sections, random }: Beginnings,
): Promise<void> {
  if (refresh === undefined) return
  const { beginRefresh } = await import('../refresh/begin-refresh.ts')
  const { dialect } = connected
  for (const [n, issued] of plain.entries()) {
    const request = requests[n]
    const own = sections.filter(({ lease }) => lease === issued.lease)
    const profile = { sections: own, writer: place.writer }
    if (request !== undefined)
      beginRefresh(refresh, { request, issued, connection, dialect, profile }, random)
  }
}

/**
 * The variables of the environment; AWS_PROFILE where one profile is all there is. When its program fails, the SDKs for JavaScript and
 * Java go on to the role of the machine, which may be more: that way is closed.
 */
function groupsOf(
  settings: ActionSettings,
  plain: readonly PlainCredentials[],
): readonly VariableGroup[] {
  const { exports, exportedRegion } = settings
  if (exports.includes('env')) return variableGroups(plain, exportedRegion)
  const [only, ...others] = plain
  if (!exports.includes('profile') || only === undefined || others.length > 0) return []
  const values = {
    AWS_PROFILE: profileName(settings, only),
    ...(settings.refresh && { AWS_EC2_METADATA_DISABLED: 'true' }),
  }
  return [{ values, witness: 'AWS_PROFILE' }]
}

function exportAll(
  runner: Pick<Runner, 'exportVariable' | 'setOutput'>,
  groups: readonly VariableGroup[],
  outputs: Readonly<Record<string, string>>,
): void {
  for (const { values } of groups) {
    for (const [name, value] of Object.entries(values)) runner.exportVariable(name, value)
  }
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, value)
}

function sentence({ role, lease, arn, expiresAt }: PlainCredentials): string {
  const as = arn === undefined ? '' : ` as ${arn}`
  return `role ${role} issued${as} until ${timestamp(expiresAt)}, lease ${lease}`
}
