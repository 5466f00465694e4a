import { AwsError } from '../aws-error.ts'
import type { Caller } from '../access/caller.ts'
import { refuse } from '../access/authorise.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { Tags } from '../world/entities.ts'
import type { StsCall } from './sts-call.ts'

/**
 * The transitive tags of the caller's session, which go on to the next.
 *
 * @throws {@link AwsError} when the request sets one of them anew.
 */
export function inheritedTags(caller: Caller, requested: Tags): Tags {
  const { session } = caller
  const keys = session?.transitiveTagKeys ?? []
  const again = keys.find((key) => Object.hasOwn(requested, key))
  if (again !== undefined) {
    const message = `Tag key '${again}' is transitive and was set by an earlier session.`
    throw new AwsError(400, 'InvalidParameterValue', message)
  }
  return Object.fromEntries(keys.map((key) => [key, session?.tags[key] ?? '']))
}

/**
 * `TransitiveTagKeys`, each of which must be among the tags.
 *
 * @throws {@link AwsError} `InvalidParameterValue`
 */
export function readTransitiveKeys(call: StsCall, tags: Tags): readonly string[] {
  const keys = call.input.list('TransitiveTagKeys')
  const stray = keys.find((key) => !Object.hasOwn(tags, key))
  if (stray === undefined) return keys
  const message = `The specified transitive tag key '${stray}' must be included in the requested tags.`
  throw new AwsError(400, 'InvalidParameterValue', message)
}

/**
 * The source identity of the new session: once set, it cannot be changed.
 *
 * @throws {@link AwsError} `AccessDenied`
 */
export function sourceIdentityOf(call: StsCall): string | undefined {
  const requested = call.input.optional('SourceIdentity', TEXT_RULES.sourceIdentity)
  const present = call.caller.session?.sourceIdentity
  if (requested !== undefined && present !== undefined && requested !== present) {
    throw refuse(call.caller, 'sts:SetSourceIdentity', call.input.text('RoleArn'))
  }
  return requested ?? present
}
