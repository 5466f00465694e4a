import type { Witness } from '../model/access-change.ts'

/** A request as people read it: `s3:GetObject on arn:aws:s3:::b/x with aws:sourceip 0.0.0.0`. */
export function witnessText({ action, resource, context }: Witness): string {
  const keys = Object.entries(context).map(([key, value]) => `${key} ${valueText(value)}`)
  const given = keys.length === 0 ? '' : ` with ${keys.join(', ')}`
  return `${action} on ${resource === '*' ? 'anything' : resource}${given}`
}

function valueText(value: string | readonly string[]): string {
  if (typeof value === 'string') return value
  return value.length === 0 ? 'empty' : value.join(' and ')
}
