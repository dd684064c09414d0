// SPDX-License-Identifier: Apache-2.0

/** The page's style sheet. Everything that the page shows is in it: its policy allows no other. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--page:#fbfbfa;--card:#fff;--ink:#1c1e21;--faint:#5c636b;--line:#dcdfe3;--warn:#9a4b00;--warn-page:#fff4e2;--link:#0b57a4;--unsure:#c9def5;--c1:#2166ac;--c2:#5aae9b;--c3:#d9823b;--c4:#8a63b5;--c5:#8b939c;--c6:#c2517b}
@media (prefers-color-scheme:dark){:root{--page:#14161a;--card:#1c1f24;--ink:#e7e9ec;--faint:#a3abb5;--line:#363b43;--warn:#ffb866;--warn-page:#33260f;--link:#7fb8f5;--unsure:#243a54;--c1:#5b9fe0;--c2:#5cc0a8;--c3:#e89a58;--c4:#b191dd;--c5:#8b95a1;--c6:#e07ca4}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
header,main,footer{max-width:1000px;margin:0 auto;padding:0 24px}
header{padding-top:36px}
h1{font-size:16px;font-weight:600;margin:0;color:var(--faint)}
.total{font-size:46px;font-weight:700;line-height:1.15;margin:2px 0 0;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.period{margin:0 0 16px;color:var(--faint)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:0 0 12px}
dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere}
.warn{background:var(--warn-page);color:var(--warn);border-radius:4px;padding:0 6px}
nav{margin:20px 0 0}nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;margin:0;padding:0}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-9999px}.skip:focus{left:16px;top:8px;background:var(--card);padding:6px 10px}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 22px;margin:18px 0}
h2{font-size:18px;margin:0 0 8px}
.note{color:var(--faint);margin:0 0 10px;max-width:75ch;overflow-wrap:anywhere}
figure{margin:0 0 6px}svg{display:block;width:100%;height:auto}svg text{font-family:inherit;font-size:13px}
summary{cursor:pointer;color:var(--link);width:max-content}
.scroll{overflow-x:auto;margin-top:8px}
table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
th,td{padding:4px 12px 4px 0;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:top}
th{font-weight:600}thead th{color:var(--faint)}
.l{text-align:left}tbody th{font-weight:500;white-space:normal;overflow-wrap:anywhere;min-width:14ch;max-width:44ch}
.rest th,.rest td{color:var(--faint)}
footer{color:var(--faint);font-size:13px;padding-bottom:40px}
@media (max-width:640px){header,main,footer{padding-left:12px;padding-right:12px}section{padding:14px 12px}.total{font-size:34px}}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--ink:#000;--faint:#444;--line:#bbb;--warn:#7a3b00;--warn-page:#fff;--link:#000;--unsure:#c9def5;--c1:#2166ac;--c2:#5aae9b;--c3:#d9823b;--c4:#8a63b5;--c5:#8b939c;--c6:#c2517b}
body{font-size:11px}nav,.skip{display:none}header,main,footer{max-width:none;padding:0}section{border:0;border-top:1px solid var(--line);border-radius:0;padding:10px 0;margin:8px 0}figure,tr{break-inside:avoid}h2{break-after:avoid}.scroll{overflow:visible}table{font-size:8px}th,td{white-space:normal;padding-right:6px}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
