import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import { dialectOf } from '../../core/role/dialect-of.ts'
import { loadActionTable } from '../../review/actions/load-action-table.ts'
import type { Review } from '../../review/model/review.ts'
import { readLiveLeases } from '../../review/reading/live-leases.ts'
import { rolesOfPlan } from '../../review/reading/plan-roles.ts'
import { readRoleFolder } from '../../review/reading/read-role-set.ts'
import { type ReviewSides, reviewRoles } from '../../review/review-roles.ts'
import { makeReviewJudge } from '../../review/rules/make-review-judge.ts'
import { readChange } from '../../role-files/read-change.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { errorLine } from '../runner/error-text.ts'
import type { Runner } from '../runner/runner.ts'
import type { Trees } from './find-trees.ts'
import type { ReviewSettings } from './review-settings.ts'
import { defined } from '../../core/language/defined.ts'

type ReviewRunner = Pick<Runner, 'env' | 'clock' | 'random' | 'warn'>

/**
 * Reviews what the settings name: both sides of a change, or a plan.
 *
 * @throws `request-invalid`, `role-not-found`.
 */
export async function makeReview(
  settings: ReviewSettings,
  trees: Trees | undefined,
  runner: ReviewRunner,
): Promise<Review> {
  const [sides, table] = await Promise.all([readSides(settings, trees, runner), loadActionTable()])
  const { base, head, compared } = sides
  const judge = makeReviewJudge(sides, {}, { table, now: runner.clock.now() })
  const review = reviewRoles(base, head, { table, judge, compared })
  return await withLiveLeases(review, settings, runner)
}

async function withLiveLeases(
  review: Review,
  { state, region, mayBeShared }: Pick<ReviewSettings, 'state' | 'region' | 'mayBeShared'>,
  runner: ReviewRunner,
): Promise<Review> {
  if (state === undefined) return review
  const { clock, random, env } = runner
  const options = { clock, random, region, mayBeShared, dialect: dialectOf(env) }
  const liveLeases = await readLiveLeases(
    review.roles,
    () => openState(parseStateUrl(state), options).leases,
  )
  if (!isDaypassError(liveLeases)) return { ...review, liveLeases }
  runner.warn(`live leases were not read: ${errorLine(liveLeases)}`)
  return review
}

async function readSides(
  { plan, roles, guardrail }: ReviewSettings,
  trees: Trees | undefined,
  { env }: ReviewRunner,
): Promise<ReviewSides> {
  const dialect = dialectOf(env)
  if (plan !== undefined) {
    const file = join(env['GITHUB_WORKSPACE'] ?? '', plan)
    return {
      ...rolesOfPlan(await planIn(file), dialect),
      compared: { base: "Terraform's state", head: plan },
      ...(trees && guardrail !== undefined && (await limitsOf(trees, guardrail))),
    }
  }
  if (trees === undefined) throw new DaypassError('request-invalid', 'there is nothing to compare')
  const files = await readChange({
    ...trees,
    roles,
    ...defined({ guardrail }),
  })
  return {
    ...files,
    base: readRoleFolder(files.base, dialect),
    head: readRoleFolder(files.head, dialect),
    compared: { base: trees.base.name, head: trees.head.name },
  }
}

async function limitsOf(trees: Trees, file: string): Promise<Pick<ReviewSides, 'guardrail'>> {
  const [before, after] = await Promise.all([trees.base.file(file), trees.head.file(file)])
  const text = before ?? after
  if (text !== undefined) {
    const isNew = before === undefined
    return { guardrail: { file, text, isChanged: before !== after, isNew } }
  }
  throw new DaypassError('request-invalid', `neither side has the guardrail file ${file}`)
}

async function planIn(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new DaypassError('request-invalid', 'the plan cannot be read as JSON', {
      cause,
      hint: 'write it in an earlier step: terraform show -json PLANFILE > plan.json',
    })
  }
}
