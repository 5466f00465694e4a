import { restoredVariables } from '../export/variables.ts'
import type { PostState } from '../post-state/post-state.ts'
import { removeSection } from '../profile/edit-aws-files.ts'
import { removeRefresh } from '../refresh/close-refresh.ts'
import type { Runner } from '../runner/runner.ts'
import type { Attempts } from './attempts.ts'

/** Puts back what main changed, each thing by itself, and names what could not be. Never throws. Safe to repeat. */
export async function putBack(
  { variables, profiles, refreshDirectory }: PostState,
  runner: Runner,
  { attempt }: Attempts,
): Promise<void> {
  for (const [name, value] of Object.entries(restoredVariables(variables, runner.env)))
    await attempt(`variable ${name} could not be put back`, () => {
      runner.exportVariable(name, value)
    })
  for (const profile of profiles)
    await attempt(`[${profile.section}] could not be removed from ${profile.file}`, async () => {
      await removeSection(runner, profile)
    })
  if (refreshDirectory !== undefined)
    await attempt(`${refreshDirectory} could not be removed`, () => {
      removeRefresh(refreshDirectory)
    })
}
