import { type Random, parseLeaseId } from '../../core/lease/lease-id.ts'
import { type Fields, documentText, readDocument } from '../../state/documents/document.ts'
import { newNonce } from '../../state/documents/nonce.ts'
import {
  connectionDocument,
  readConnection,
  textsByName,
} from '../connection/connection-document.ts'
import type { PostLease, PostProfile, PostState, PostVariables } from './post-state.ts'

/** The state as text. Its connection's secrets are in it: mask them before it is saved. */
export function formatPostState(state: PostState, random: Random): string {
  return documentText(newNonce(random), {
    connection: connectionDocument(state.connection),
    revoke: state.revoke,
    mask_account_id: state.maskAccountId,
    leases: state.leases.map(({ id, alias, arn, expiresAt }) => ({
      id,
      alias,
      arn,
      expires_at: expiresAt,
    })),
    variables: state.variables,
    profiles: state.profiles,
    refresh_directory: state.refreshDirectory,
  })
}

/**
 * Reads what {@link formatPostState} wrote.
 *
 * @throws `state-invalid`, `request-invalid`.
 */
export function parsePostState(text: string): PostState {
  const fields = readDocument('STATE_daypass', text)
  const state: PostState = {
    connection: readConnection(fields.fields('connection')),
    revoke: fields.oneOf('revoke', ['always', 'never']),
    maskAccountId: fields.flag('mask_account_id'),
    leases: fields.list('leases').map(readLease),
    variables: fields.list('variables').map(readVariables),
    profiles: fields.list('profiles').map(readProfile),
    refreshDirectory: fields.optionalText('refresh_directory'),
  }
  fields.end()
  return state
}

function readLease(fields: Fields): PostLease {
  return {
    id: parseLeaseId(fields.text('id')),
    alias: fields.optionalText('alias'),
    arn: fields.optionalText('arn'),
    expiresAt: fields.optionalDate('expires_at'),
  }
}

/** A section of ours, as it was left to post or to the program that keeps it fresh. */
export function readProfile(fields: Fields): PostProfile {
  return {
    file: fields.text('file'),
    section: fields.text('section'),
    lease: parseLeaseId(fields.text('lease')),
  }
}

function readVariables(fields: Fields): PostVariables {
  const witness = fields.fields('witness')
  return {
    witness: { name: witness.text('name'), value: witness.text('value') },
    earlier: textsByName(fields, 'earlier'),
  }
}
