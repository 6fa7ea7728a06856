/** The look of schedule and loading charts, in light and dark, for a file of their own as well as inside a page. */
export const chartStyle = `
.pwos-chart{--ink:#1f2933;--soft:#5b6673;--rule:#e3e1dc;--paper:#fbfaf8;--bar:#6f97bd;--critical:#b5562b;--person:#5b8f6b;--instrument:#8b6fb0;--slack:#c3cad3;--bad:#b3261e;--closed:#efedea;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif}
@media (prefers-color-scheme:dark){.pwos-chart{--ink:#e6e9ed;--soft:#a3adb9;--rule:#323943;--paper:#161a20;--bar:#5f8db8;--critical:#e08a5b;--person:#7db38d;--instrument:#b098d6;--slack:#46515d;--bad:#ff9d94;--closed:#20252c}}
.pwos-chart .paper{fill:var(--paper)}
.pwos-chart text{fill:var(--soft)}
.pwos-chart .name{fill:var(--ink);font-weight:600;font-size:13px}
.pwos-chart .tick{stroke:var(--rule)}
.pwos-chart .bar{fill:var(--bar)}.pwos-chart .person{fill:var(--person)}.pwos-chart .instrument{fill:var(--instrument)}.pwos-chart .critical{fill:var(--critical)}
.pwos-chart .slack{stroke:var(--slack);stroke-width:2}
.pwos-chart .spread{stroke:var(--ink);stroke-width:1.2}
.pwos-chart .deadline{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:5 4}
.pwos-chart .late{fill:var(--bad)}
.pwos-chart .closed{fill:var(--closed)}
.pwos-chart .capacity{stroke:var(--ink);stroke-width:1;stroke-dasharray:3 3}
`.trim()
