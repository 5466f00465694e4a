import type { Finding, Severity } from '../model/judgement.ts'
import type { Place } from '../../core/place.ts'
import type { Review } from '../model/review.ts'
import { RULES } from '../rules/rule-table.ts'
import type { RuleText } from '../rules/rule.ts'
import { jsonText } from '../../core/language/json-text.ts'
import { plainText } from './plain-text.ts'
import { defined } from '../../core/language/defined.ts'

/** GitHub takes 25,000 results a run, and keeps the 5,000 worst. */
const RESULTS_MAX = 5_000

/** What GitHub's code scanning sorts by: over 9 is critical, over 7 high, over 4 medium. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  error: '8.0',
  warning: '5.0',
  note: '2.0',
}

/** The program that speaks in a SARIF file. */
export interface SarifTool {
  readonly version: string
  readonly informationUri: string
}

/**
 * A review as SARIF 2.1.0, ending in a newline: what is new and what was there before, with waived findings as
 * suppressed. Results keep their identity by `partialFingerprints`, whatever lines move.
 *
 * Sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function sarifReview(review: Review, { version, informationUri }: SarifTool): string {
  const used = new Set(review.findings.map(({ rule }) => rule))
  const rules = RULES.filter(({ id }) => used.has(id))
  const indexes = new Map(rules.map(({ id }, index) => [id, index]))
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'daypass', version, informationUri, rules: rules.map(ruleObject) },
        },
        columnKind: 'utf16CodeUnits',
        results: review.findings
          .slice(0, RESULTS_MAX)
          .map((finding) => resultObject(finding, indexes.get(finding.rule) ?? -1)),
        properties: { verdict: review.verdict, actionTableDate: review.actionTableDate },
      },
    ],
  })
}

function ruleObject({ id, name, severity, title, why, cure, docs }: RuleText) {
  return {
    id,
    name: pascalCase(name),
    shortDescription: message(title),
    fullDescription: message(`${title}: ${why}`),
    help: message(cure),
    ...defined({ helpUri: docs }),
    defaultConfiguration: { level: severity },
    properties: {
      tags: ['security', 'aws-iam'],
      precision: 'high',
      'security-severity': SECURITY_SEVERITY[severity],
    },
  }
}

function resultObject(finding: Finding, ruleIndex: number) {
  const { rule, severity, role, reason, cure, place, fingerprint, isNew, waiver } = finding
  const named = role === undefined ? '' : `${role}: `
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: message(`${named}${reason}. Cure: ${cure}`),
    ...(place === undefined ? {} : { locations: [location(place)] }),
    partialFingerprints: { 'daypass/v1': fingerprint },
    baselineState: isNew ? 'new' : 'unchanged',
    ...(waiver === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'inSource',
              justification: plainText(waiver.reason ?? ''),
              location: location(waiver.place),
            },
          ],
        }),
  }
}

/** In a message, `[text](address)` is a link and `{0}` a place to be filled. */
function message(text: string) {
  const inert = plainText(text, 1_000)
    .replaceAll(/[[\]\\]/g, '\\$&')
    .replaceAll(/\{(?=\d+\})/g, '{{')
    .replaceAll(/(?<=\{\{\d+)\}/g, '}}')
  return { text: inert }
}

function location({ file, line, column }: Place) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, startColumn: column },
    },
  }
}

/** A path below the repository, with all that is special in a URI written as escapes. */
function uriOf(file: string): string {
  return file
    .replaceAll('\\', '/')
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
}

function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}
