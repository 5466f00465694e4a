/** The style sheet of the report. Standings differ in colour and, for those who see none, in pattern and word. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2127;--dim:#626b76;--line:#dfe3e8;--live:#1f6feb;--revoked:#1a7f4b;--expired:#8a939e;--bad:#c62828;--warn:#b25e00;--wash:#f6f7f9}
@media(prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e4e8ed;--dim:#98a2ae;--line:#2b323a;--live:#5a9bff;--revoked:#4cc38a;--expired:#6b7683;--bad:#ff7b72;--warn:#f0a050;--wash:#1b2027}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem 1rem 3rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.4rem;margin:0}h2{font-size:1.05rem;margin:0}
header p{margin:.1rem 0 1.2rem}
code{font:13px ui-monospace,monospace;overflow-wrap:anywhere}
.dim,footer{color:var(--dim)}footer{margin-top:2.5rem;font-size:13px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.6rem;list-style:none;margin:0 0 1.6rem;padding:0}
.tiles li{border:1px solid var(--line);border-radius:8px;padding:.5rem .8rem;color:var(--dim)}
.tiles b{display:block;font-size:1.5rem;line-height:1.25;color:var(--ink);font-variant-numeric:tabular-nums}
.tiles .stuck:not(.none){border-color:var(--bad);background:color-mix(in srgb,var(--bad) 10%,transparent)}.tiles .stuck:not(.none) b{color:var(--bad)}
.tiles .never-issued:not(.none) b{color:var(--warn)}
section{margin-bottom:1.8rem}
.attention{border:1px solid var(--bad);border-radius:8px;padding:.8rem 1rem}
.attention p{margin:.5rem 0 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin-top:.5rem}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:500;color:var(--dim);font-size:13px}.number{text-align:right}
.counts{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;margin:.2rem 0 .5rem;padding:0;font-size:13px;font-variant-numeric:tabular-nums}
.mark{white-space:nowrap}
.mark::before{content:"";display:inline-block;width:.7em;height:.7em;border-radius:2px;margin-right:.35em;background:var(--tone);vertical-align:baseline}
.live{--tone:var(--live)}.revoked{--tone:var(--revoked)}.expired{--tone:var(--expired)}.stuck{--tone:var(--bad)}.never-issued{--tone:var(--warn)}
.timeline{position:relative;background:var(--wash);border-radius:6px;padding:1.5rem 0 .35rem;overflow:hidden}
.axis .tick{position:absolute;top:0;bottom:0;border-left:1px solid var(--line)}
.axis i{font:12px/1.4rem ui-monospace,monospace;color:var(--dim);padding-left:.3rem;font-style:normal}
.lane{position:relative;height:11px}
.bar{position:absolute;top:1px;height:9px;min-width:3px;border-radius:2px;background:var(--tone)}
.bar.stuck{background:repeating-linear-gradient(45deg,var(--bad) 0 4px,color-mix(in srgb,var(--bad) 45%,var(--paper)) 4px 8px)}
.bar.never-issued{background:none;border:2px solid var(--tone)}
.bar.live{border-radius:2px 6px 6px 2px}
.bar i{position:absolute;top:-1px;width:3px;height:11px;margin-left:-1px;background:var(--bad);outline:1px solid var(--wash)}
.empty{padding:2rem 0;color:var(--dim)}
@media print{body{max-width:none}.bar,.mark::before,.tiles li{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
