import { githubHolder } from '../core/github-holder.ts'
import type { Holder } from '../core/holder.ts'
import type { Context } from './context.ts'

/** Who asks: the workflow job that daypass runs in, or else user and host. */
export function holderOf({ env, user, host }: Context): Holder {
  return githubHolder(env) ?? { kind: 'shell', user, host }
}
