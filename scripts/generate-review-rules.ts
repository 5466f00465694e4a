/** Writes `docs/review-rules.md` from the rule table. Run it after a change there; CI says when. */
import { writeFileSync } from 'node:fs'
import { ESCALATION_PATHS, actionsOfPath } from '../review/rules/escalation/paths.ts'
import type { RuleText } from '../review/rules/rule.ts'
import { RULES } from '../review/rules/rule-table.ts'

const FAMILIES: Readonly<Record<string, string>> = {
  ACC: 'Access: what the policies allow',
  ESC: 'Escalation: how a holder could get more',
  EXP: 'Expectations: what roles say about themselves',
  GRD: 'Guardrails: what no role may exceed',
  HYG: 'Hygiene',
  SIZ: 'Size: what AWS would refuse',
  TRU: 'Trust: who may take the role',
  TTL: 'Lifetime',
  VAL: 'Validity: what does not mean what it seems to',
}

const sections = Object.entries(FAMILIES).map(
  ([family, title]) =>
    `## ${title}\n\n${RULES.filter(({ id }) => id.startsWith(family))
      .map(ruleSection)
      .join('\n\n')}`,
)

writeFileSync(
  new URL('../docs/review-rules.md', import.meta.url),
  `# The rules of a review

Made from the source by \`scripts/generate-review-rules.ts\`. [Reviews](review.md) says how they are run, weighed and waived. The severity is
where a rule begins: a guardrail file may set another, and circumstances, such as a condition that hinders, make a finding weigh less.

${sections.join('\n\n')}

## The escalation paths

${ESCALATION_PATHS.length} combinations of actions by which a holder could get rights of somebody else. Their ids are those of
[pathfinding.cloud](https://pathfinding.cloud) where it knows them.

${ESCALATION_PATHS.map((path) => `- ${path.id}: ${actionsOfPath(path).map(code).join(', ')}`).join('\n')}
`,
)

function ruleSection({ id, name, severity, title, why, cure, docs, isWaivable }: RuleText): string {
  const notes = [
    `_${severity}_`,
    ...(isWaivable ? [] : ['cannot be waived in the role’s file']),
    ...(docs === undefined ? [] : [`[read on](${docs})`]),
  ]
  return `### ${id} ${name}\n\n${sentence(title)} ${notes.join(' · ')}\n\n**Why:** ${sentence(why)} **Cure:** ${sentence(cure)}`
}

function sentence(fragment: string): string {
  return `${fragment.charAt(0).toUpperCase()}${fragment.slice(1)}.`.replaceAll('|', '\\|')
}

function code(text: string): string {
  return `\`${text}\``
}
