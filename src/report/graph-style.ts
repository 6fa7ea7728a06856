/** The look of a stage graph, in light and dark. A page that holds one defines the same once. */
export const graphStyle = `
.pwos-graph{--ink:#1f2933;--soft:#5f6b7a;--line:#8a96a3;--box:#ffffff;--edge:#c3cad3;--accent:#2b5c8a;--good:#2f7d4f;--bad:#b3261e;--warn:#8f5d00;--paper:#fbfaf8;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif}
@media (prefers-color-scheme:dark){.pwos-graph{--ink:#e6e9ed;--soft:#a3adb9;--line:#76828f;--box:#20262e;--edge:#46515d;--accent:#8bbcec;--good:#7fcf9f;--bad:#ff9d94;--warn:#e8b75c;--paper:#161a20}}
.pwos-graph text{font-size:11.5px;fill:var(--soft)}
.pwos-graph .name{font-size:13.5px;font-weight:600;fill:var(--ink)}
.pwos-graph .gate{fill:var(--accent)}
.pwos-graph .box{fill:var(--box);stroke:var(--edge);stroke-width:1.3}
.pwos-graph .card{fill:var(--box);stroke:var(--edge)}
.pwos-graph .gated .box{stroke:var(--accent);stroke-width:1.8}
.pwos-graph .conditional .box{stroke-dasharray:6 4}
.pwos-graph .node.bad .box{stroke:var(--bad);stroke-width:2}
.pwos-graph .note.good{fill:var(--good)}.pwos-graph .note.bad{fill:var(--bad)}.pwos-graph .note.warn{fill:var(--warn)}.pwos-graph .note.busy{fill:var(--accent)}
.pwos-graph .edge path{fill:none;stroke:var(--line);stroke-width:1.4}
.pwos-graph .edge.whole path{stroke-width:2.6}
.pwos-graph .edge.order path{stroke-dasharray:4 4}
.pwos-graph .edge .tip{fill:var(--line);stroke:none}
.pwos-graph .edge text{font-size:10.5px;stroke:var(--paper);stroke-width:4px;paint-order:stroke;stroke-linejoin:round}
`.trim()
