import { formatDuration } from '../../core/language/duration.ts'
import { timeText } from '../printing/times.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { type Report, type ReportedLease, type ReportedRole, STANDINGS } from './gather.ts'
import { REPORT_STYLE } from './report-style.ts'
import { lastSweepText, watchWarnings } from './watch-text.ts'
import { type Placed, placeInLanes, ticksOf } from './timeline.ts'

/** A page for a browser, in one file: no script, nothing fetched, light or dark as the reader's system is. */
export function reportHtml(report: Report): string {
  const { from, to, roles } = report
  const span = formatDuration(Math.round((to.getTime() - from.getTime()) / 60_000) * 60)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>daypass: leases of ${span}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<header>
<h1>Leases</h1>
<p>${timeText(from)} to ${timeText(to)} <span class="dim">(${span}, UTC)</span></p>
</header>
<main>
${tiles(report)}
${watchSection(report)}
${attention(report)}
${roles.length === 0 ? '<p class="empty">No lease was issued, ended or alive in this time.</p>' : ''}
${roles.map((role) => roleSection(role, report)).join('\n')}
</main>
<footer>Written by daypass report. A bar is a lease, from its issue to its end; a notch marks an attempt to revoke that failed.</footer>
</body>
</html>
`
}

/** When a sweep last came by, and what nobody ends. */
function watchSection({ watch, to }: Report): string {
  const warnings = watchWarnings(watch)
  const rows = warnings.map((one) => `<li>${text(one)}</li>`).join('')
  const list = warnings.length === 0 ? '' : `<ul>${rows}</ul>`
  return `<section class="${warnings.length === 0 ? 'watch' : 'attention'}"><p>${text(lastSweepText(watch, to))}</p>${list}</section>`
}

function tiles({ roles }: Report): string {
  const sum = (count: (role: ReportedRole) => number): number =>
    roles.reduce((total, role) => total + count(role), 0)
  const issued = ['issued', sum((role) => role.issued)] as const
  const standings = STANDINGS.map(
    (standing) => [standing, sum((role) => role.standings[standing])] as const,
  )
  const all = [...standings.slice(0, 1), issued, ...standings.slice(1)]
  const items = all.map(
    ([name, count]) =>
      `<li class="${name}${count === 0 ? ' none' : ''}"><b>${count.toLocaleString('en')}</b> ${name}</li>`,
  )
  return `<ul class="tiles">${items.join('')}</ul>`
}

/** Failures first: what is stuck, and what took more than one attempt. */
function attention({ roles }: Report): string {
  const worst = roles
    .flatMap(({ leases }) => leases)
    .filter(({ standing, postponedAt }) => standing === 'stuck' || postponedAt.length > 0)
  if (worst.length === 0) return ''
  const shown = worst.toSorted((a, b) => rank(a) - rank(b)).slice(0, ROWS_MAX)
  const rows = shown.map(
    ({ id, standing, postponedAt, holder }) => `<tr class="${standing}">
<td><code>${text(id)}</code></td><td>${mark(standing)}</td><td class="number">${postponedAt.length}</td><td>${text(holder ?? '')}</td></tr>`,
  )
  const more = worst.length - shown.length
  return `<section class="attention"><h2>Needs a look</h2>
<div class="scroll"><table><thead><tr><th>lease</th><th>now</th><th class="number">failed attempts</th><th>holder</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>
${more > 0 ? `<p class="dim">and ${more} more</p>` : ''}
<p class="dim"><code>daypass lease &lt;id&gt;</code> shows why; <code>daypass sweep</code> tries again.</p></section>`
}

const ROWS_MAX = 50

function rank({ standing }: ReportedLease): number {
  return STANDINGS.indexOf(standing)
}

function roleSection(role: ReportedRole, report: Report): string {
  const counts = STANDINGS.filter((standing) => role.standings[standing] > 0).map(
    (standing) => `<li>${mark(standing)} ${role.standings[standing].toLocaleString('en')}</li>`,
  )
  const { lanes, hidden } = placeInLanes(role.leases, report)
  const ticks = ticksOf(report).map(
    ({ left, label }) => `<span class="tick" style="left:${left}%"><i>${label}</i></span>`,
  )
  const bars = lanes.map((lane) => `<div class="lane">${lane.map(bar).join('')}</div>`)
  return `<section class="role"><h2>${text(role.role)}</h2><ul class="counts">${counts.join('')}</ul>
<div class="timeline"><div class="axis">${ticks.join('')}</div>${bars.join('')}</div>
${hidden > 0 ? `<p class="dim">${hidden.toLocaleString('en')} more at the same times are counted, not drawn</p>` : ''}</section>`
}

function bar({ lease, left, width, notches }: Placed): string {
  const label = [
    lease.id,
    `${lease.standing}, ${timeText(lease.from)} to ${timeText(lease.until)}`,
    ...(lease.holder === undefined ? [] : [lease.holder]),
  ].join('\n')
  const marks = notches.map((at) => `<i style="left:${at}%"></i>`).join('')
  return `<span class="bar ${lease.standing}" style="left:${left}%;width:${width}%" title="${text(label)}">${marks}</span>`
}

function mark(standing: string): string {
  return `<span class="mark ${standing}">${standing}</span>`
}

/** Names and holders come from others. Line breaks are ours. */
function text(value: string): string {
  return value
    .split('\n')
    .map(oneLine)
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
