import { DaypassError } from '../../core/errors.ts'
import { type Page, allPages } from '../clients/all-pages.ts'
import type { Http } from '../clients/ask.ts'
import { awsCodeOf } from '../errors/aws-error.ts'
import { type OneUser, askAbout, change } from './one-user.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'

/** What could not be done. Nothing that is gone already is among it. */
export type Failures = readonly DaypassError[]

/** An operation of IAM, by its name as a right and as a call. */
export type Operation<F> = readonly [name: string, call: F]

/** Lists one kind of thing that a user has and removes each, side by side. */
export async function removeAll<P extends Page>(
  of: OneUser,
  [listing, list]: Operation<(marker: { Marker?: string }, http: Http) => Promise<P>>,
  idsOf: (page: P) => readonly (string | undefined)[] | undefined,
  [name, call]: Operation<(id: string, http: Http) => Promise<unknown>>,
): Promise<Failures> {
  const ids: string[] = []
  const unlisted = await failuresOf(async () => {
    const read = (marker: { Marker?: string }) =>
      askAbout(of, listing, (http) => list(marker, http))
    ids.push(...(await allPages(read, idsOf)).filter((id) => id !== undefined))
  })
  const removals = ids.map((id) => remove(of, [name, (http) => call(id, http)]))
  return [...unlisted, ...(await allOrFirstFailure(removals)).flat()]
}

/** Removes one thing. */
export async function remove(
  of: OneUser,
  [name, call]: Operation<(http: Http) => Promise<unknown>>,
): Promise<Failures> {
  return await failuresOf(() => change(of, name, call))
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
