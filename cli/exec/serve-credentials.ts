import type { Variables } from '../credentials/variables.ts'
import type { Session } from '../session.ts'
import { type CredentialsEndpoint, openEndpoint } from './credentials-endpoint.ts'
import type { LeaseLine } from './lease-line.ts'
import { writeProfiles } from './profile-file.ts'
import { endpointVariables, profileVariables } from './surroundings.ts'

/** Credentials that are there to be asked for. */
export interface ServedWay {
  /** What leads a command to them. */
  readonly variables: Variables
  readonly close: () => void
}

/** Opens the endpoint, and where there are profiles the file that names them. */
export async function serveCredentials(
  session: Session,
  lines: ReadonlyMap<string, LeaseLine>,
  { hasProfiles }: { readonly hasProfiles: boolean },
): Promise<ServedWay> {
  const endpoint = await openEndpoint(lines, session.context.random)
  try {
    return hasProfiles ? byProfiles(session, lines, endpoint) : byEndpoint(session, lines, endpoint)
  } catch (error) {
    endpoint.close()
    throw error
  }
}

function byProfiles(
  session: Session,
  lines: ReadonlyMap<string, LeaseLine>,
  endpoint: CredentialsEndpoint,
): ServedWay {
  const { file, remove } = writeProfiles(session, [...lines.keys()], endpoint)
  return {
    variables: profileVariables(session, { config: file, endpoint }),
    close: () => {
      endpoint.close()
      remove()
    },
  }
}

function byEndpoint(
  session: Session,
  lines: ReadonlyMap<string, LeaseLine>,
  endpoint: CredentialsEndpoint,
): ServedWay {
  const [[name = '', line] = []] = lines
  const leaseId = line?.ids[0] ?? ''
  return {
    variables: endpointVariables(session, { name, leaseId, endpoint }),
    close: endpoint.close,
  }
}
