import type { Connected } from '../connection/connect.ts'
import type { ConnectionSettings } from '../connection/connection.ts'
import type { ActionSettings } from '../inputs/settings.ts'
import type { ProfilePlace } from '../profile/profile-place.ts'

/** What main works with: what is asked for, and the way to AWS, to the state and to the profiles. */
export interface Job {
  readonly settings: ActionSettings
  readonly connection: ConnectionSettings
  readonly connected: Connected
  readonly place: ProfilePlace
}
