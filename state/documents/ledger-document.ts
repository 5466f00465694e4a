import { DENY_NAME_PATTERN, WRITER_PATTERN } from '../../core/revocation/deny-name.ts'
import type { DenyLedger, DenyPolicy } from '../../core/revocation/deny-ledger.ts'
import type { DenyEntry, DenyTarget } from '../../core/revocation/deny-entry.ts'
import { defined } from '../../core/language/defined.ts'
import { denyEntryText, readDenyEntryText } from './deny-entry-text.ts'
import { type Fields, documentText, readDocument } from './document.ts'

/** The text of a ledger: what is known of the deny policies of one role or user. */
export function ledgerText(ledger: DenyLedger, nonce: string): string {
  return documentText(nonce, {
    target: ledger.target,
    policies: ledger.policies.map((policy) => ({
      name: policy.name,
      kind: policy.kind,
      acknowledged_at: policy.acknowledgedAt,
      missing_since: policy.missingSince,
      superseded_at: policy.supersededAt,
      entries: policy.entries.map(denyEntryText),
    })),
    writer: ledger.writer,
    gone_since: ledger.goneSince,
  })
}

/**
 * Reads a ledger.
 *
 * @throws `state-invalid`
 */
export function readLedger(key: string, target: DenyTarget, text: string): DenyLedger {
  const fields = readDocument(key, text)
  const said = fields.fields('target')
  if (said.text('arn') !== target.arn || said.text('kind') !== target.kind) {
    throw fields.invalid(`target is not ${target.arn}`)
  }
  const policies = fields.list('policies').map(readPolicy)
  const writer = fields.optionalFields('writer')
  const goneSince = fields.optionalDate('gone_since')
  const ledger = {
    target,
    policies,
    ...(writer && {
      writer: { id: readWord(writer, 'id', WRITER_PATTERN), until: writer.date('until') },
    }),
    ...defined({ goneSince }),
  }
  fields.end()
  return ledger
}

function readPolicy(fields: Fields): DenyPolicy {
  const acknowledgedAt = fields.optionalDate('acknowledged_at')
  const missingSince = fields.optionalDate('missing_since')
  const supersededAt = fields.optionalDate('superseded_at')
  const policy = {
    name: readWord(fields, 'name', DENY_NAME_PATTERN),
    kind: fields.oneOf('kind', ['inline', 'managed']),
    entries: readEntries(fields),
    ...(acknowledgedAt && { acknowledgedAt }),
    ...(missingSince && { missingSince }),
    ...(supersededAt && { supersededAt }),
  }
  fields.end()
  return policy
}

/** What daypass never wrote may aim at a policy of somebody else. */
function readWord(fields: Fields, name: string, pattern: RegExp): string {
  const word = fields.text(name)
  if (!pattern.test(word)) throw fields.invalid(`${name} is not one that daypass gives`)
  return word
}

function readEntries(fields: Fields): readonly DenyEntry[] {
  const listed = fields.value('entries')
  if (!Array.isArray(listed)) throw fields.invalid('entries is not a list')
  return listed.map((item: unknown) => {
    const entry = typeof item === 'string' ? readDenyEntryText(item) : undefined
    if (entry === undefined) throw fields.invalid('an item of entries is not a deny entry')
    return entry
  })
}
