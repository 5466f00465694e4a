import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Agents } from '../../aws/clients/clients.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Proxies } from '../inputs/settings.ts'
import type { Environment } from '../../assembly/settings.ts'

/** Since 24.5 Node's own agents go through a proxy. */
const PROXY_SINCE = [24, 5] as const

/**
 * One set of connections for everything that this process asks: each is kept and used again, so that a host costs one
 * handshake, and all go through the proxy where there is one.
 *
 * Source: https://nodejs.org/api/http.html#built-in-proxy-support
 *
 * @throws `request-invalid` where a proxy is asked for that this Node cannot use.
 */
export function agentsFor({ http, https, except }: Proxies, nodeVersion: string): Agents {
  const common = { keepAlive: true, maxSockets: 50 }
  if ((http ?? https) === undefined) {
    return { httpAgent: new HttpAgent(common), httpsAgent: new HttpsAgent(common) }
  }
  refuseOldNode(nodeVersion)
  const proxyEnv = { HTTP_PROXY: http, HTTPS_PROXY: https, NO_PROXY: except }
  const proxied = { ...common, proxyEnv }
  return { httpAgent: new HttpAgent(proxied), httpsAgent: new HttpsAgent(proxied) }
}

/** The addresses that have been asked something and have not answered yet. */
export function pendingOn({ httpAgent, httpsAgent }: Agents): readonly string[] {
  const hosts = (scheme: string, names: readonly string[]) =>
    names.map((name) => new URL(`${scheme}://${name.split(':').slice(0, 2).join(':')}`).origin)
  return [
    ...hosts('http', Object.keys(httpAgent.sockets)),
    ...hosts('https', Object.keys(httpsAgent.sockets)),
  ]
}

/** The proxies that were asked for, or else those that the runner itself uses. */
export function proxiesOf(given: Proxies, env: Environment): Proxies {
  const found = (name: string) =>
    [env[name], env[name.toUpperCase()]].find((value) => value !== undefined && value !== '')
  const except = given.except ?? found('no_proxy')
  if ((given.http ?? given.https) !== undefined) return { ...given, except }
  return { http: found('http_proxy'), https: found('https_proxy'), except }
}

function refuseOldNode(version: string): void {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number)
  const [wanted, minorWanted] = PROXY_SINCE
  if (major > wanted || (major === wanted && minor >= minorWanted)) return
  throw new DaypassError('request-invalid', `Node ${version} of this runner cannot use a proxy`, {
    hint: 'update the runner: Node 24.5 and later can',
  })
}
