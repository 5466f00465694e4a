import { jsonLine, jsonText } from '../../core/language/json-text.ts'
import { secondsAfter } from '../../core/clock.ts'
import { type KeptKey, rotatesAt } from '../../core/keys/key-ring.ts'
import type { PlainKey } from '../../core/keys/ports.ts'
import type { KeptStaticRole } from '../../core/static/static-role.ts'
import { timeText } from '../printing/times.ts'
import { posixQuote } from './render.ts'
import { SPOILERS } from './variables.ts'

/** How `static-creds` can print a key. */
export const STATIC_FORMATS = ['json', 'env', 'credential-process'] as const

/** One of {@link STATIC_FORMATS}. */
export type StaticFormat = (typeof STATIC_FORMATS)[number]

/** botocore asks again below fifteen minutes and must below ten; others within five. */
const LATE_SECONDS = 1200

/** The key of a static role in the clear, on its way to its holder. */
export interface StaticText {
  readonly secretKey: string
  readonly text: string
}

/**
 * Writes the key of a static role in a format, ending in a newline. It says until when the key works at least: its
 * rotation, which may come any moment once it is due, and the grace after that.
 */
export function renderStatic(
  kept: KeptStaticRole,
  { current, plain }: { readonly current: KeptKey; readonly plain: PlainKey },
  { format, now }: { readonly format: StaticFormat; readonly now: Date },
): StaticText {
  const secretKey = plain.secretAccessKey.reveal()
  const key = {
    accessKey: plain.accessKeyId,
    secretKey,
    expiration: timeText(worksUntil(kept, now)),
  }
  return { secretKey, text: textOf(kept, { ...key, since: timeText(current.since) }, format) }
}

interface Shown {
  readonly accessKey: string
  readonly secretKey: string
  readonly expiration: string
  readonly since: string
}

function textOf(kept: KeptStaticRole, shown: Shown, format: StaticFormat): string {
  const { accessKey, secretKey, expiration, since } = shown
  switch (format) {
    case 'json': {
      const document = {
        static_role: kept.role.name,
        user_arn: kept.user.arn,
        access_key: accessKey,
        secret_key: secretKey,
        since,
        expiration,
      }
      return jsonText(document)
    }
    case 'env':
      return [
        `export AWS_ACCESS_KEY_ID=${posixQuote(accessKey)}`,
        `export AWS_SECRET_ACCESS_KEY=${posixQuote(secretKey)}`,
        ...Object.keys(SPOILERS).map((name) => `unset ${name}`),
        '',
      ].join('\n')
    case 'credential-process':
      return jsonLine({
        Version: 1,
        AccessKeyId: accessKey,
        SecretAccessKey: secretKey,
        Expiration: expiration,
      })
  }
}

/**
 * At the soonest: a rotation that somebody asks for may come before. Readers refuse a key that is said to have ended, so one
 * whose rotation is late, and which works, is said to last until they are to ask again.
 */
function worksUntil(kept: KeptStaticRole, now: Date): Date {
  const due = rotatesAt(kept)
  if (due !== undefined && due > now) return secondsAfter(due, kept.graceSeconds)
  return secondsAfter(now, Math.max(kept.graceSeconds, LATE_SECONDS))
}
