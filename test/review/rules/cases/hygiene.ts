import { type Case, B, TEN, reader, assumed, withFields, long } from './rule-case.ts'
import { allow, user } from '../judge-roles.ts'

export const HYGIENE_CASES: Readonly<Record<string, Case>> = {
  HYG001: {
    head: user(allow('s3:Get*', B), allow('s3:GetObject', B)),
    severity: 'note',
    says: /statement 2 is covered by statement 1/,
    quiet: user(allow('s3:Get*', B), allow('s3:GetObject', 'arn:aws:s3:::c/*')),
  },
  HYG004: {
    head: withFields(reader, { owner: undefined }),
    severity: 'note',
    says: /has no owner/,
    quiet: reader,
  },
  HYG005: {
    head: withFields(reader, { expires_at: '2026-01-01' }),
    severity: 'error',
    says: /expires_at was 2026-01-01/,
    quiet: withFields(reader, { expires_at: '2027-01-01' }),
  },
  HYG006: {
    head: `# daypass: waive ACC011 until=2026-01-01 reason=it was so\n${JSON.stringify(reader)}`,
    severity: 'warning',
    says: /ACC011 ended on 2026-01-01/,
    line: 1,
    quiet: reader,
  },
  HYG007: {
    base: `# daypass: waive ACC011 until=2027-01-31 reason=so\n${JSON.stringify(reader)}`,
    head: `# daypass: waive ACC011,ESC001 until=2027-01-31 reason=so\n${JSON.stringify(reader)}`,
    severity: 'error',
    says: /asks to waive ACC011, ESC001 until 2027-01-31, because so/,
    line: 1,
    quiet: `# daypass: waive ACC011 until=2027-01-30 reason=else\n${JSON.stringify(reader)}`,
  },
  SIZ001: {
    head: long(2_000),
    severity: 'error',
    says: /policy_document has \d+ characters/,
    quiet: long(200),
  },
  SIZ002: {
    head: withFields(assumed, {
      policy_document: {
        Version: '2012-10-17',
        Statement: [allow('s3:GetObject', `arn:aws:s3:::b/${'x'.repeat(2_000)}`)],
      },
    }),
    severity: 'error',
    says: /the session policies have/,
    quiet: assumed,
  },
  SIZ003: {
    head: long(1_750),
    severity: 'note',
    says: /takes \d+ of 2048 characters \(9\d %\)/,
    quiet: long(200),
  },
  SIZ004: {
    head: withFields(reader, { policy_arns: Object.values(TEN) }),
    severity: 'error',
    says: /has 11 policies/,
    quiet: reader,
  },
  SIZ005: {
    head: long(1_900),
    severity: 'warning',
    says: /leaves no room/,
    quiet: long(1_750),
  },
}
