import { githubHolder } from '../../core/lease/github-holder.ts'
import type { Holder } from '../../core/lease/holder.ts'
import type { Context } from '../process/context.ts'

/** Who asks: the workflow job that daypass runs in, or else user and host. */
export function holderOf({ env, user, host }: Context): Holder {
  return githubHolder(env) ?? { kind: 'shell', user, host }
}
