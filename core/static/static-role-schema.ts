import * as z from 'zod/mini'
import { accountOfRole } from '../arn.ts'
import { ROLE_NAME_PATTERN } from '../lease/lease-id.ts'
import { AWS_PATTERNS } from '../role/aws-limits.ts'
import { duration, formedText } from '../role/field-types.ts'

const PERIOD_MIN_SECONDS = 60
const PERIOD = `a duration of at least ${PERIOD_MIN_SECONDS} seconds, such as 30d, 12h or 3600`
const ARN = 'the ARN of a role'

/** What the definition of a static role may hold, field by field. */
export const staticRoleSchema = z.strictObject({
  name: z.optional(formedText(ROLE_NAME_PATTERN, 'a name of letters, digits and _.@-')),
  description: z.optional(formedText(/^[^]{0,1000}$/, 'a text of at most 1,000 characters')),
  username: formedText(/^[\w+=,.@-]{1,64}$/, 'the name of an IAM user'),
  rotation_period: duration().check(
    z.refine((seconds) => seconds >= PERIOD_MIN_SECONDS, { error: PERIOD }),
  ),
  grace_period: z.optional(duration()),
  assume_role_arn: z.optional(
    z
      .string({ error: ARN })
      .check(z.refine((arn) => accountOfRole(arn) !== undefined, { error: ARN })),
  ),
  assume_role_session_name: z.optional(
    formedText(/^[\w+=,.@-]{2,64}$/, '2 to 64 letters, digits and _+=,.@-'),
  ),
  external_id: z.optional(
    formedText(AWS_PATTERNS.externalId, '2 to 1224 letters, digits and _+=,.@:/-'),
  ),
})

/** The same fields, none of them required. */
export const looseStaticRoleSchema = z.partial(staticRoleSchema)

/** The fields once each of them has been read by itself. */
export type StaticRoleFields = Readonly<z.output<typeof looseStaticRoleSchema>>
