import { graphStyle } from '../graph-style.ts'

/** The page's look: one column, calm colours in light and dark, tables that scroll by themselves, and a plain print. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fbfaf8;--panel:#ffffff;--ink:#1f2933;--soft:#5b6673;--rule:#e3e1dc;--accent:#2b5c8a;--accent-soft:#6f97bd;--deep:#153a5f;--good:#2a7547;--good-paper:#eaf4ed;--bad:#b3261e;--bad-paper:#fbecea;--warn:#8a5a00;--warn-paper:#fbf3e2;--busy-paper:#eaf1f8;--idle-paper:#f0efec}
@media (prefers-color-scheme:dark){:root{--paper:#161a20;--panel:#1d222a;--ink:#e6e9ed;--soft:#a3adb9;--rule:#323943;--accent:#8bbcec;--accent-soft:#4f7aa6;--deep:#cfe4fb;--good:#7fcf9f;--good-paper:#1b2c23;--bad:#ff9d94;--bad-paper:#35201f;--warn:#e8b75c;--warn-paper:#30281a;--busy-paper:#1d2a38;--idle-paper:#262b33}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Apple SD Gothic Neo","Malgun Gothic","Noto Sans CJK KR",sans-serif;font-variant-numeric:tabular-nums}
:lang(ko){word-break:keep-all;overflow-wrap:break-word}
main,header,footer,nav{max-width:1140px;margin:0 auto;padding:0 28px}
header{padding-top:40px}
.kicker{margin:0;color:var(--soft);font-size:13px;letter-spacing:.03em}
h1{margin:4px 0 0;font-size:29px;line-height:1.25;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}
.question{margin:8px 0 0;font-size:17px;color:var(--soft);max-width:60em}
.outcome{display:flex;gap:14px;margin:24px 0 20px;padding:16px 20px;border-radius:10px;border-left:5px solid var(--soft)}
.outcome p{margin:0}
.outcome .word{font-size:19px;font-weight:650}
.outcome>.mark{font-size:24px;line-height:1.2;font-weight:700}
.outcome.good{background:var(--good-paper);border-color:var(--good)}.outcome.good .word,.outcome.good>.mark{color:var(--good)}
.outcome.bad{background:var(--bad-paper);border-color:var(--bad)}.outcome.bad .word,.outcome.bad>.mark{color:var(--bad)}
.outcome.warn{background:var(--warn-paper);border-color:var(--warn)}.outcome.warn .word,.outcome.warn>.mark{color:var(--warn)}
.outcome.busy{background:var(--busy-paper);border-color:var(--accent)}.outcome.busy .word,.outcome.busy>.mark{color:var(--accent)}
dl,dd{margin:0}
.tiles,.answers{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px}
.tiles>div,.answers>div{background:var(--panel);border:1px solid var(--rule);border-radius:10px;padding:12px 16px}
.tiles dt,.answers dt{color:var(--soft);font-size:13px}
.tiles dd{font-size:21px;font-weight:600;line-height:1.3}
.tiles small{display:block;font-size:12.5px;font-weight:400;color:var(--soft)}
.answers{grid-template-columns:repeat(auto-fill,minmax(230px,1fr))}
.answers dd{font-size:19px;font-weight:600;overflow-wrap:anywhere}
.answers dt{font-size:14px;color:var(--ink);font-weight:600}
.answers dd small{display:block;font-size:12.5px;font-weight:400}.answers dt{overflow-wrap:anywhere}.answers dt small{display:inline-block;margin-left:8px;font-weight:400;color:var(--soft)}
nav ol{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:26px 0 0;padding:10px 0;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);font-size:13.5px}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
section{margin-top:40px;scroll-margin-top:12px}
h2{font-size:19px;font-weight:650;margin:0 0 14px}
h3{font-size:15.5px;margin:0 0 6px;font-weight:600}
caption.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;padding:0}
small,.soft,.note{color:var(--soft)}
.note{font-size:13px;margin:8px 0 0}
.scroll{overflow-x:auto;border-radius:8px}
.scroll:focus-visible,pre:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;color:var(--soft);font-size:13px;padding:0 0 6px}
.scroll+.scroll,.answers+.scroll{margin-top:20px}
th,td{text-align:left;vertical-align:top;padding:8px 12px;border-bottom:1px solid var(--rule)}
th:first-child,td:first-child{padding-left:2px}
thead th{color:var(--soft);font-weight:500;font-size:13px;white-space:nowrap}
tbody th{font-weight:600}
td small,th small{display:block;font-weight:400;font-size:12.5px}
.number{text-align:right;white-space:nowrap}.number .names{display:block;min-width:150px;white-space:normal;overflow-wrap:anywhere}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Noto Sans Mono CJK KR",monospace;font-size:12.8px}
td code{white-space:nowrap}td code.check{display:block;min-width:190px;white-space:normal;overflow-wrap:anywhere}td code.path{white-space:normal;overflow-wrap:anywhere}
pre{background:var(--panel);border:1px solid var(--rule);border-radius:8px;padding:12px 14px;overflow:auto;max-height:420px;margin:8px 0;line-height:1.45}
.chip{display:inline-block;white-space:nowrap;border-radius:99px;padding:1px 10px 1px 8px;font-size:13px;font-weight:500}
.chip.good{color:var(--good);background:var(--good-paper)}.chip.bad{color:var(--bad);background:var(--bad-paper)}.chip.warn{color:var(--warn);background:var(--warn-paper)}.chip.idle{color:var(--soft);background:var(--idle-paper)}.chip.busy{color:var(--accent);background:var(--busy-paper)}
.margin{display:inline-flex;flex-direction:column;gap:2px;white-space:nowrap}
.track{fill:var(--rule)}.margin .good{fill:var(--good)}.margin .bad{fill:var(--bad)}.margin .middle{fill:var(--ink)}
figure{margin:0}
figcaption{color:var(--soft);font-size:13px;margin-top:10px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:20px}
.figures img{display:block;width:100%;height:auto;max-height:560px;object-fit:contain;background:#fff;border:1px solid var(--rule);border-radius:8px}
.figures figure:only-child img{max-height:760px}
.pwos-graph{display:block;max-width:none}
.narrow{display:none}
.chart{background:var(--panel);border:1px solid var(--rule);border-radius:10px;padding:12px 18px 14px}
.chart .row{display:grid;grid-template-columns:170px 1fr;gap:14px;align-items:center;border-bottom:1px solid var(--rule);padding:5px 0}
.chart .row.axis{border-bottom:0;padding:2px 0 0}
.chart .label{font-size:13.5px;line-height:1.35;overflow-wrap:anywhere}
.chart .label b{font-weight:600}.chart .label small{display:block;font-size:12px}
.chart svg{display:block;overflow:visible}
.chart text{font-size:11.5px;fill:var(--soft)}
.tick{stroke:var(--rule);stroke-width:1}
.bar{fill:var(--accent-soft)}.bar.failed{fill:var(--bad)}.bar.retried{fill:var(--warn)}.bar.running{fill:none;stroke:var(--accent);stroke-width:1.4}
.bar.critical{stroke:var(--ink);stroke-width:1.3}.bar.succeeded.critical{fill:var(--deep);stroke:var(--deep)}
.area{fill:var(--accent-soft);stroke:none}
.capacity{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:2 3}
.key{display:inline-block;margin-right:18px;white-space:nowrap}.key svg{display:inline-block}
.shares{list-style:none;margin:12px 0 18px;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:10px 24px;font-size:14px}
.shares b{font-weight:600}.shares svg{display:block;margin-top:4px}
.failure{background:var(--panel);border:1px solid var(--rule);border-left:4px solid var(--bad);border-radius:8px;padding:14px 18px;margin-bottom:14px}
.failure h3 small{font-weight:400;margin-left:6px}.failure ul{margin:0;padding:0;list-style:none}.failure li{padding:6px 0}.failure li+li{border-top:1px solid var(--rule)}.failure p{margin:2px 0 0;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:1fr;border-top:1px solid var(--rule);font-size:14px;margin-bottom:18px}
.facts>div{display:grid;grid-template-columns:280px 1fr;gap:12px;padding:6px 0;border-bottom:1px solid var(--rule)}
.facts dt{color:var(--soft)}.facts dd{overflow-wrap:anywhere}
details{margin-top:14px}summary{cursor:pointer;color:var(--accent)}
footer{margin-top:48px;padding-bottom:40px;color:var(--soft);font-size:13px}
@media (max-width:720px){body{font-size:15px}main,header,footer,nav{padding:0 16px}header{padding-top:22px}h1{font-size:23px}.question{font-size:15.5px}.tiles{grid-template-columns:1fr 1fr}.tiles dd{font-size:18px}.outcome{padding:13px 14px}.wide{display:none}.narrow{display:block}.chart{padding:8px 12px 12px}.chart .row{grid-template-columns:1fr;gap:3px;padding:8px 0}.chart .row.axis .label{display:none}.chart .label small{display:inline;margin-left:6px}.facts>div{grid-template-columns:1fr;gap:0}section{margin-top:32px}.answers{grid-template-columns:repeat(auto-fit,minmax(150px,1fr))}.answers dd{font-size:19px}.stacked,.stacked tbody,.stacked tr,.stacked th,.stacked td,.stacked caption{display:block}.stacked thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.stacked tr{padding:10px 0;border-bottom:1px solid var(--rule)}.stacked tbody th,.stacked td{border:0;padding:2px 0}.stacked tbody th{padding-bottom:4px}.stacked td{display:grid;grid-template-columns:116px 1fr;gap:10px;text-align:left;white-space:normal;overflow-wrap:anywhere}.stacked td::before{content:attr(data-name);color:var(--soft);font-size:13px}.stacked td:empty{display:none}.stacked td small{grid-column:2}.stacked td .chip{justify-self:start}.stacked td code{white-space:normal}.stacked td code.check{min-width:0}}
@media print{:root{color-scheme:light;--paper:#fff;--panel:#fff;--ink:#000;--soft:#444;--rule:#ccc}body{font-size:11pt}nav{display:none}main,header,footer{max-width:none;padding:0}section{margin-top:22px}h2{break-after:avoid}tr,figure,.failure,.tiles>div{break-inside:avoid}.scroll{overflow:visible}td code{white-space:normal}pre{max-height:none;white-space:pre-wrap}.pwos-graph{max-width:100%;height:auto}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
${graphStyle}
.pwos-graph{--paper:inherit}
`.trim()
