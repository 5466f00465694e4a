import { definitions } from '../terraform-plugin/definition/provider.ts'
import type { DaypassSession } from './session.ts'

/** How data sources, resources and ephemeral resources of this provider are written. */
export const define = definitions<DaypassSession>()
