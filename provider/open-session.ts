import type { ProcessContext } from '../assembly/connect.ts'
import { dialectOf } from '../core/role/dialect-of.ts'
import type { ProviderSettings } from './configuration/settings.ts'
import type { ProviderConnection } from './connect.ts'
import type { DaypassSession } from './session.ts'

/** A session with these settings. */
export function openSession(
  settings: ProviderSettings,
  surroundings: ProcessContext,
): DaypassSession {
  const { clock, random, env } = surroundings
  const { iam: iamEndpoint, sts: stsEndpoint } = settings.endpoints
  let connection: Promise<ProviderConnection> | undefined
  return {
    clock,
    random,
    dialect: dialectOf(env, { iamEndpoint, stsEndpoint }),
    plannedRoles: new Set(),
    settings: () => settings,
    connect: () => (connection ??= load(settings, surroundings)),
    isConnected: () => connection !== undefined,
  }
}

async function load(
  settings: ProviderSettings,
  surroundings: ProcessContext,
): Promise<ProviderConnection> {
  const { connectProvider } = await import('./work.ts')
  return await connectProvider(settings, surroundings)
}
