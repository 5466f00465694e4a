import { currentObject } from '../s3/put-object.ts'
import type { S3Call, S3Operation } from '../s3/s3-call.ts'
import { without } from '../without.ts'
import type { Reply } from '../wire/reply.ts'
import type { Bucket, ObjectVersion } from '../world/bucket.ts'
import { removeVersion } from '../world/bucket.ts'
import { draw } from './draw.ts'
import { lagMaxMs, lagMs } from './lag.ts'
import type { MisbehaviourPlan } from './plan.ts'
import { createPastBuckets } from './past-buckets.ts'

/** What S3 does that it should not, beyond refusing and losing requests. */
export interface StoreMisbehaviour {
  readonly follow: (plan: MisbehaviourPlan | undefined) => void
  /** Does an operation as the plan will have it. */
  readonly perform: (call: S3Call, operation: S3Operation) => Reply
}

/** An object of at least this age may vanish. */
const VANISHING_AGE_MS = 60_000

/** A key of at most this age may be won twice. */
const RACE_MS = 2000

/** Does as it should, until it is given a plan. */
export function createStoreMisbehaviour(now: () => Date): StoreMisbehaviour {
  let plan: MisbehaviourPlan | undefined
  let requests = 0
  const past = createPastBuckets()

  const perform = (
    { seed, store }: MisbehaviourPlan,
    call: S3Call,
    operation: S3Operation,
  ): Reply => {
    const request = requests++
    const happens = (what: number, percent: number) => draw(seed, request, what) * 100 < percent
    const time = now().getTime()
    if (happens(1, store.vanishPercent)) vanish(call.bucket, draw(seed, request, 2), time)
    if (call.action === 'ListObjects' || call.action === 'ListObjectsV2') {
      const at = time - lagMs(store.lists, seed, [request, 3])
      return operation({ ...call, bucket: past.at(call.bucket, at) })
    }
    const raced = isRace(call, time) && happens(4, store.twoWinnersPercent)
    const keptMs = lagMaxMs(store.lists)
    return past.during(call.bucket, { time, keptMs }, () =>
      operation(raced ? unconditional(call) : call),
    )
  }

  return {
    follow: (next) => {
      plan = next
    },
    perform: (call, operation) =>
      plan === undefined ? operation(call) : perform(plan, call, operation),
  }
}

function isRace(call: S3Call, time: number): boolean {
  const found = currentObject(call.bucket, call.key)
  const wanted = call.action === 'PutObject' && call.request.headers['if-none-match'] !== undefined
  return wanted && found !== undefined && time - found.modifiedAt.getTime() <= RACE_MS
}

function unconditional(call: S3Call): S3Call {
  const headers = without(call.request.headers, 'if-none-match')
  return { ...call, request: { ...call.request, headers } }
}

/** As a lifecycle rule, or somebody with `aws s3 rm`, would have it. */
function vanish(bucket: Bucket, chance: number, time: number): void {
  const old = [...bucket.objects.values()]
    .flat()
    .filter(({ modifiedAt }) => time - modifiedAt.getTime() >= VANISHING_AGE_MS)
  const chosen: ObjectVersion | undefined = old[Math.floor(chance * old.length)]
  if (chosen !== undefined) removeVersion(bucket, chosen.key, chosen.versionId)
}
