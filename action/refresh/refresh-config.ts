import type { Random } from '../../core/lease/lease-id.ts'
import { readRole } from '../../core/role/parse-role.ts'
import { roleDocument } from '../../core/role/role-document.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import type { Role } from '../../core/role/role.ts'
import { documentText, readDocument } from '../../state/documents/document.ts'
import { newNonce } from '../../state/documents/nonce.ts'
import { readProfile } from '../post-state/post-state-document.ts'
import type { PostProfile } from '../post-state/post-state.ts'
import type { ConnectionSettings } from '../connection/connection.ts'
import { connectionDocument, readConnection } from '../connection/connection-document.ts'

/** The sections that lead to a program, and who wrote them. */
export interface RefreshedProfile {
  readonly sections: readonly PostProfile[]
  /** As in their marks. */
  readonly writer: string
}

/** What a profile asks for again and again. Without secrets. */
export interface RefreshConfig {
  readonly connection: ConnectionSettings
  readonly role: Role
  readonly dialect: Dialect
  readonly ttlSeconds: number | undefined
  readonly roleArn: string | undefined
  readonly roleSessionName: string | undefined
  /** As the step that made the profile found it. */
  readonly allowedWithoutSubject: boolean | undefined
  readonly profile: RefreshedProfile
}

/** The configuration as text. */
export function formatRefreshConfig(config: RefreshConfig, random: Random): string {
  const { connection, role, dialect, ttlSeconds, roleArn, roleSessionName, profile } = config
  return documentText(newNonce(random), {
    connection: connectionDocument(connection),
    role: roleDocument(role),
    dialect,
    ttl_seconds: ttlSeconds,
    role_arn: roleArn,
    role_session_name: roleSessionName,
    allowed_without_subject: config.allowedWithoutSubject,
    profile,
  })
}

/**
 * Reads what {@link formatRefreshConfig} wrote.
 *
 * @throws `state-invalid`, `role-invalid`.
 */
export function parseRefreshConfig(text: string, file: string): RefreshConfig {
  const fields = readDocument(file, text)
  const dialect = fields.oneOf('dialect', ['aws', 'custom-endpoint'])
  const ttl = fields.value('ttl_seconds')
  const profile = fields.fields('profile')
  const config: RefreshConfig = {
    connection: readConnection(fields.fields('connection')),
    role: readRole(fields.value('role'), { file, name: 'role', dialect }),
    dialect,
    ttlSeconds: typeof ttl === 'number' ? ttl : undefined,
    roleArn: fields.optionalText('role_arn'),
    roleSessionName: fields.optionalText('role_session_name'),
    allowedWithoutSubject: fields.optionalFlag('allowed_without_subject'),
    profile: {
      sections: profile.list('sections').map(readProfile),
      writer: profile.text('writer'),
    },
  }
  fields.end()
  return config
}
