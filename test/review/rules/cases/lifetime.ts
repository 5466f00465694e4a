import { type Case, reader, assumed, withFields } from './rule-case.ts'
import { guardrail } from '../guardrails.ts'

export const LIFETIME_CASES: Readonly<Record<string, Case>> = {
  TTL001: {
    base: reader,
    head: withFields(reader, { max_ttl: '48h' }),
    severity: 'warning',
    says: /max_ttl goes from 24h to 48h/,
    quiet: withFields(reader, { max_ttl: '2h' }),
  },
  TTL002: {
    head: reader,
    options: { guardrail: guardrail('longest_ttl: 2h') },
    severity: 'error',
    says: /max_ttl is 24h, more than the 2h/,
    quiet: withFields(reader, { max_ttl: '2h' }),
  },
  TTL003: {
    head: withFields(assumed, {
      role_arns: [
        'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x_1',
      ],
    }),
    severity: 'warning',
    says: /no policy can be written on/,
    quiet: assumed,
  },
  TTL004: {
    head: withFields(reader, { max_ttl: '30d' }),
    severity: 'warning',
    says: /renewed for 30 days/,
    quiet: reader,
  },
}
