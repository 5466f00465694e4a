import manifest from '../../package.json' with { type: 'json' }
import { isDaypassError } from '../../core/errors.ts'
import { loadActionTable } from '../../review/actions/load-action-table.ts'
import { formatReview } from '../../review/format/format-review.ts'
import type { Judge } from '../../review/model/judgement.ts'
import type { Review } from '../../review/model/review.ts'
import { readLiveLeases } from '../../review/reading/live-leases.ts'
import { reviewRoles } from '../../review/review-roles.ts'
import { isFailing } from '../../review/rules/fails.ts'
import { makeReviewJudge } from '../../review/rules/make-review-judge.ts'
import { connectSession } from '../connect.ts'
import { describe } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { readSeverities } from '../review/read-severities.ts'
import { readSides } from '../review/read-sides.ts'
import type { ReviewFlags } from '../review/review-flags.ts'
import type { Session } from '../session.ts'

/** Shows what a change of roles changes. Ends with 1 when it finds what `--fail-on` names. */
export async function reviewCommand(session: Session, flags: ReviewFlags): Promise<number> {
  const { context, settings, reporter } = session
  const severities = readSeverities(flags.severity ?? [])
  const sides = await readSides(session, flags)
  const table = await loadActionTable()
  let judge: Judge
  try {
    judge = makeReviewJudge(sides, severities, { table, now: context.clock.now() })
  } catch (error) {
    // The words were right: it is the file that is wrong.
    if (!isDaypassError(error, 'request-invalid')) throw error
    await reporter.fail(describe(error), error)
    return EXIT.configuration
  }
  const { base, head, compared } = sides
  const found = reviewRoles(base, head, { table, judge, compared })
  const review = await withLiveLeases(session, found)
  const format = flags.format ?? (settings.json ? 'json' : 'text')
  await context.stdout.write(formatReview(review, format, { version: manifest.version }))
  return isFailing(review, flags.failOn ?? 'error') ? EXIT.partial : EXIT.ok
}

/** Where nobody named a state none are read: leases of this very machine say nothing about a repository's roles. */
async function withLiveLeases(session: Session, review: Review): Promise<Review> {
  const { settings, reporter } = session
  if (!settings.stateChosen) return review
  const leases = async () => (await connectSession(session)).state.leases
  const liveLeases = await reporter.during('reading leases', () =>
    readLiveLeases(review.roles, leases),
  )
  if (!isDaypassError(liveLeases)) return { ...review, liveLeases }
  await reporter.warn(`live leases were not read: ${liveLeases.message}`)
  return review
}
