import type { IAM } from '@aws-sdk/client-iam'
import type { Clock } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import type { CallOptions } from '../core/ports.ts'
import { type Page, allPages } from './all-pages.ts'
import { type Http, ask } from './ask.ts'
import { awsCodeOf } from './aws-error.ts'
import { onceSettled } from './settling.ts'

/** A user that is being deleted, and by what means. */
export interface UserDeletion {
  readonly iam: IAM
  readonly clock: Clock
  readonly userName: string
  readonly options: CallOptions
}

/** What could not be done. Nothing that is gone already is among it. */
export type Failures = readonly DaypassError[]

/** An operation of IAM, by its name as a right and as a call. */
export type Operation<F> = readonly [name: string, call: F]

/** Lists one kind of thing that the user has and removes each, side by side. */
export async function removeAll<P extends Page>(
  of: UserDeletion,
  [listing, list]: Operation<(marker: { Marker?: string }, http: Http) => Promise<P>>,
  idsOf: (page: P) => readonly (string | undefined)[] | undefined,
  [name, call]: Operation<(id: string, http: Http) => Promise<unknown>>,
): Promise<Failures> {
  const ids: string[] = []
  const unlisted = await failuresOf(async () => {
    const read = (marker: { Marker?: string }) =>
      ask(`iam:${listing} on user/${of.userName}`, of.options, (http) => list(marker, http))
    ids.push(...(await allPages(read, idsOf)).filter((id) => id !== undefined))
  })
  const removals = ids.map((id) => remove(of, [name, (http) => call(id, http)]))
  return [...unlisted, ...(await Promise.all(removals)).flat()]
}

/** Removes one thing. */
export async function remove(
  { clock, userName, options }: UserDeletion,
  [name, call]: Operation<(http: Http) => Promise<unknown>>,
): Promise<Failures> {
  return await failuresOf(() =>
    onceSettled(clock, options, () => ask(`iam:${name} on user/${userName}`, options, call)),
  )
}

/** Runs one step to its end and answers its failure instead of throwing it. */
export async function failuresOf(step: () => Promise<unknown>): Promise<Failures> {
  try {
    await step()
    return []
  } catch (error) {
    if (!(error instanceof DaypassError)) throw error
    return awsCodeOf(error) === 'NoSuchEntity' ? [] : [error]
  }
}
