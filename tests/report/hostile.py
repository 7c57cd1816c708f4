"""A corpus that tries to break out of whatever shows it: 100 payloads, as texts, titles, file names
and ids of JSON Lines. Made here, so that nothing hostile is stored in the repository.

If markup is ever taken for markup, `pwned` appears on window, a dialog opens or something is
requested; the browser test looks for all three.
"""

import json
from pathlib import Path

CALL = "window.pwned=1"

HTML = [
    f"<script>{CALL}</script>",
    f"</script><script>{CALL}</script>",
    f"</title><script>{CALL}</script>",
    f"</style><script>{CALL}</script>",
    f"</textarea><script>{CALL}</script>",
    f"<ScRiPt>{CALL}</sCrIpT>",
    f"<script\n>{CALL}</script>".replace("\n", " "),
    f"<img src=x onerror={CALL}>",
    f"<img src='x' onerror='{CALL}'>",
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f"<math><mtext><img src=x onerror={CALL}></mtext></math>",
    f"<body onload={CALL}>",
    f"<details open ontoggle={CALL}>x</details>",
    f"<input autofocus onfocus={CALL}>",
    f"<video><source onerror={CALL}></video>",
    f"<audio src=x onerror={CALL}>",
    f"<iframe srcdoc='<script>parent.{CALL}</script>'></iframe>",
    f"<iframe src='javascript:{CALL}'></iframe>",
    f"<object data='javascript:{CALL}'></object>",
    "<embed src='//example.invalid/x'>",
    "<link rel=stylesheet href='//example.invalid/x.css'>",
    "<style>@import '//example.invalid/x.css';</style>",
    "<style>*{background:url(//example.invalid/x)}</style>",
    "<meta http-equiv=refresh content='0;url=//example.invalid/'>",
    "<base href='//example.invalid/'>",
    f"<!--><img src=x onerror={CALL}>-->",
    f"<![CDATA[<script>{CALL}</script>]]>",
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"&#60;script&#62;{CALL}&#60;/script&#62;",
    "<plaintext>",
    "<template><p id=main></template>",
]
ATTRIBUTE = [
    f"\" onmouseover=\"{CALL}\" x=\"",
    f"' onmouseover='{CALL}' x='",
    f"\"><img src=x onerror={CALL}>",
    f"'><img src=x onerror={CALL}>",
    f"\" autofocus onfocus=\"{CALL}",
    f"` onmouseover=`{CALL}`",
    f"x onmouseover={CALL} y",
    f"\" style=\"background:url(//example.invalid/a)\" x=\"",
    "\" href=\"//example.invalid/\" x=\"",
    f"&quot; onmouseover=&quot;{CALL}&quot;",
    f"\\\" onmouseover=\\\"{CALL}\\\"",
    "\" id=\"main\" class=\"skip\" x=\"",
]
URL = [
    f"javascript:{CALL}",
    f"JaVaScRiPt:{CALL}",
    f"java\tscript:{CALL}",
    f"javascript&colon;{CALL}",
    f"data:text/html,<script>{CALL}</script>",
    f"data:text/html;base64,PHNjcmlwdD53aW5kb3cucHduZWQ9MTwvc2NyaXB0Pg==",
    f"vbscript:{CALL}",
    "file:etc-passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "..\\..\\windows\\system32",
    "?q=1#main",
    "%00%0d%0aSet-Cookie: x=1",
]
JSON_IN_SCRIPT = [
    f"</script><!--{CALL}",
    f"<!--<script>{CALL}",
    f"\\u003cscript\\u003e{CALL}\\u003c/script\\u003e",
    f"\"}};{CALL};{{\"a\":\"",
    f"'];{CALL};['",
    f"\u2028{CALL}\u2029",
    f"\\\";{CALL};//",
    f"${{{CALL}}}",
    f"{{{{constructor.constructor('{CALL}')()}}}}",
    "__proto__",
]
BIDI = [
    "\u202egnp.exe.txt\u202c",
    "\u202a左\u202b右\u202d上\u202e下",
    "\u2066if admin\u2069 \u2067return\u2069",
    "\u2068x\u2069 \u2066\u2066\u2066",
    "a\u200fb\u200ec\u061cd",
    "zero\u200bwidth\u2060joined\ufeffhere",
    "soft\u00adhyphen \u180evowel",
    "tag \U000e0041\U000e0042\U000e007f",
    "lines\u2028and\u2029paragraphs",
    "שלום \u202eعكس\u202c עולם",
    "interlinear \ufff9a\ufffab\ufffb",
]
TERMINAL = [
    "\x1b[2J\x1b[H",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;http:example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[6n",
    "\x1bP1$r\x1b\\",
    "\x9b31m c1",
    "\u0085next\u008dline",
    "bell\x07 back\x08space",
    "\x0fshift\x0e \x7fdelete",
]
FORMULA = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http:example\",\"x\")",
    "=IMPORTXML(\"http:example\",\"a\")",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "=\"a\"&\"b\"",
    "'=1+1",
    ";=1+1",
    ",=1+1,\"",
]

PAYLOADS = HTML + ATTRIBUTE + URL + JSON_IN_SCRIPT + BIDI + TERMINAL + FORMULA

# What makes a paragraph of a payload long enough to be reused; each has its own.
FILLER = ("各级人民政府应当将第{0}号事项纳入年度工作计划，明确责任单位、完成时限和考核办法，"
          "定期向社会公布进展情况，接受群众监督，确保第{0}号事项落到实处。")


def paragraph_of(number):
    return PAYLOADS[number] + " " + FILLER.format(number * 37 + 11)


def make(folder):
    """Writes the corpus; returns what must be found in it again, letter by letter: texts and ids."""
    folder = Path(folder)
    folder.mkdir(parents=True)
    with (folder / "records.jsonl").open("w", encoding="utf-8") as lines:
        for number, payload in enumerate(PAYLOADS):
            record = {"id": f"{number} {payload}", "text": paragraph_of(number)}
            lines.write(json.dumps(record) + "\n")
    # The payload as file name and as title, above the same paragraph, so that both are shown
    # wherever the paragraph is.
    for number, payload in enumerate(PAYLOADS):
        name = payload.replace("/", "\u2215")[:60]
        text = payload + "\n\n" + paragraph_of(number) + "\n" + FILLER.format(number) + "\n"
        (folder / f"{number:03d} {name}.txt").write_bytes(text.encode())
    return {"texts": [paragraph_of(number) for number in range(len(PAYLOADS))],
            "ids": [f"records.jsonl#{number} {payload}" for number, payload in enumerate(PAYLOADS)]}


if len(PAYLOADS) != 100 or len(set(PAYLOADS)) != 100:
    raise SystemExit(f"there are {len(set(PAYLOADS))} payloads, not 100")
