/// A page that stands alone: it loads nothing, is read without its script, follows the reader's light or dark, fits narrow
/// windows and paper.
package struct HTMLPage: Sendable {
    /// A line of the table of contents.
    package struct Entry: Sendable {
        /// From 1, the highest.
        package let level: Int
        /// Escaped.
        package let title: String
        package let anchor: String

        package init(level: Int, title: String, anchor: String) {
            self.level = level
            self.title = title
            self.anchor = anchor
        }
    }

    private let title: String
    private let contents: [Entry]
    private let body: String
    private let footer: String

    /// - Parameters:
    ///   - title: plain text, as the footer.
    ///   - body: HTML.
    package init(title: String, contents: [Entry], body: String, footer: String) {
        self.title = title
        self.contents = contents
        self.body = body
        self.footer = footer
    }

    package var html: String {
        let table = contents.count > 1 ? "<nav aria-label=\"Contents\">\n\(list)\n</nav>\n" : ""
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(MarkupText.escaped(title))</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <div class="page\(table.isEmpty ? " alone" : "")">
            \(table)<main>
            \(body)
            <footer>\(MarkupText.escaped(footer))</footer>
            </main>
            </div>
            <script>
            \(Self.script)
            </script>
            </body>
            </html>

            """
    }

    private var list: String {
        let lines = contents.map { entry in
            "<li class=\"level\(min(entry.level, 3))\"><a href=\"#\(MarkupText.escaped(entry.anchor))\">\(entry.title)</a></li>"
        }
        return "<details open><summary>Contents</summary>\n<ol>\n\(lines.joined(separator: "\n"))\n</ol>\n</details>"
    }

    private static let style = """
        :root{--ink:#1f2328;--back:#fff;--soft:#f5f6f8;--line:#d9dde3;--faint:#5b6470;--link:#0b5cad;--bad:#a3201a;\
        --badback:#fdeeec;--warn:#6f4700;--warnback:#fff5e0;--word:#0b5cad;--text:#0a6640;--number:#9a4300;--option:#6f42c1}
        @media screen and (prefers-color-scheme:dark){:root{--ink:#dfe3e8;--back:#15171a;--soft:#1e2126;--line:#363b43;\
        --faint:#9aa4b0;--link:#6cb6ff;--bad:#ff9b93;--badback:#3a1d1b;--warn:#f0c674;--warnback:#33290f;--word:#6cb6ff;\
        --text:#7fd3a4;--number:#f0a36b;--option:#c9a6ff}}
        *{box-sizing:border-box}
        html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
        body{margin:0;color:var(--ink);background:var(--back);font:16px/1.6 system-ui,-apple-system,"Segoe UI",sans-serif;\
        overflow-wrap:break-word}
        a{color:var(--link)}
        .page{display:grid;grid-template-columns:15rem minmax(0,1fr);gap:3rem;max-width:78rem;margin:0 auto;padding:2rem 1.5rem}
        .page.alone{display:block;max-width:60rem}
        nav{font-size:.9rem;line-height:1.4}
        nav details{position:sticky;top:1.5rem;max-height:calc(100vh - 3rem);overflow-y:auto}
        nav summary{font-weight:600;cursor:pointer}
        nav ol{list-style:none;margin:.6rem 0 0;padding:0}
        nav li{margin:.4rem 0}
        nav .level2{padding-left:.8rem}nav .level3{padding-left:1.6rem}
        nav a{color:inherit;text-decoration:none}nav a:hover{text-decoration:underline}
        h1,h2,h3,h4,h5,h6{line-height:1.25;margin:1.8rem 0 .7rem;text-wrap:balance}
        h1{font-size:1.9rem}h2{font-size:1.4rem}h3{font-size:1.15rem}
        main>section:first-child>:first-child{margin-top:0}
        p,ul,ol,dl,blockquote,table,pre,figure{margin:0 0 1rem}
        pre,code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
        pre{overflow-x:auto;line-height:1.5;padding:.6rem .8rem;border-radius:6px;font-size:.84rem;white-space:pre}
        pre code{font-size:inherit}
        :not(pre)>code{background:var(--soft);padding:.1em .3em;border-radius:4px}
        .code,.text pre{background:var(--soft);border:1px solid var(--line)}
        .cell{margin:0 0 1.6rem}
        .number{float:right;margin:.1rem .2rem 0 1rem;color:var(--faint);font:.75rem/1.5 ui-monospace,monospace}
        .output{padding-left:.8rem;border-left:3px solid var(--line);overflow-x:auto}
        .output pre{padding:.1rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
        .output>:last-child,.output figure{margin-bottom:.4rem}
        .error,.stale,.hint{padding:.5rem .8rem;border-radius:6px;border-left:3px solid;overflow-x:auto}
        .error{color:var(--bad);background:var(--badback)}.error pre{padding:0;margin:0;white-space:pre-wrap}
        .stale{color:var(--warn);background:var(--warnback);margin:0 0 .6rem;font-size:.9rem}
        .hint{color:var(--faint);border-color:var(--line);white-space:pre-wrap;font-size:.9rem;padding:.1rem .8rem}
        .note{color:var(--faint);font-size:.9rem}
        table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;display:block;overflow-x:auto;max-width:100%}
        caption{text-align:left;font-weight:600;padding:.2rem .6rem}
        th,td{padding:.28rem .75rem;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
        td{white-space:pre}
        .text td{white-space:normal}
        thead th{border-bottom:2px solid var(--line)}
        th[aria-sort]{cursor:pointer}th[aria-sort]:hover{color:var(--link)}
        th[aria-sort=ascending]::after{content:" \\25B2"}th[aria-sort=descending]::after{content:" \\25BC"}
        svg{max-width:100%;height:auto;border-radius:6px}
        img{max-width:100%}
        blockquote{padding:0 1rem;border-left:3px solid var(--line);color:var(--faint)}
        dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1rem}dd{margin:0}
        hr{border:0;border-top:1px solid var(--line);margin:1.5rem 0}
        ::highlight(word){color:var(--word)}::highlight(text){color:var(--text)}::highlight(number){color:var(--number)}
        ::highlight(option){color:var(--option)}::highlight(comment){color:var(--faint)}
        pre.code{white-space:pre-wrap;overflow-wrap:anywhere}
        footer{margin-top:3rem;padding-top:.6rem;border-top:1px solid var(--line);color:var(--faint);font-size:.85rem}
        @media (max-width:56rem){.page{display:block;padding:1rem}nav{margin-bottom:1.5rem;padding:.6rem .8rem;\
        background:var(--soft);border-radius:6px}nav details{position:static;max-height:none}h1{font-size:1.55rem}\
        dl{display:block}dd{margin:0 0 .5rem 1rem}}
        @media print{.page{display:block;padding:0;max-width:none}body{font-size:11pt}nav details{position:static}\
        pre{white-space:pre-wrap}table{display:table}thead{display:table-header-group}\
        tr,figure,svg,.error{break-inside:avoid}h1,h2,h3{break-after:avoid}.output{overflow:visible}\
        th[aria-sort]::after{content:""!important}}
        """

    /// Sorting by a column, for the mouse and for the keyboard; and the parts of statements in colours, which are laid over
    /// the text, so that it can be sought and copied as it stands.
    private static let script = """
        for (const head of document.querySelectorAll("table.sortable thead th")) {
          head.tabIndex = 0;
          head.setAttribute("aria-sort", "none");
          const key = (row) => {
            const cell = row.cells[head.cellIndex];
            return cell.dataset.v !== undefined ? Number(cell.dataset.v) : cell.textContent.trim();
          };
          const sort = () => {
            const down = head.getAttribute("aria-sort") === "ascending";
            const body = head.closest("table").tBodies[0];
            const rows = [...body.rows].map((row) => [key(row), row]);
            rows.sort(([a], [b]) => {
              if (a === "–" || b === "–") return (a === "–") - (b === "–");
              const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
              return down ? -order : order;
            });
            for (const other of head.parentElement.cells) other.setAttribute("aria-sort", "none");
            head.setAttribute("aria-sort", down ? "descending" : "ascending");
            body.append(...rows.map(([, row]) => row));
          };
          head.addEventListener("click", sort);
          head.addEventListener("keydown", (event) => {
            if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
          });
        }
        if (globalThis.CSS && CSS.highlights && globalThis.Highlight) {
          const parts = [["comment", /(?<=^|\\s)#.*/gm], ["text", /"(?:\\\\.|[^"\\\\])*"|'[^']*'/g], ["option", /(?<=\\s)--[\\w-]+/g],
            ["word", /(?<=^[ \\t]*|;[ \\t]*|= )[a-z]+(?=[ \\t]+[\\w"'$~\\/-]|$)/gm], ["number", /(?<![\\w.@-])-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?\\b/g]];
          for (const [name] of parts) CSS.highlights.set(name, new Highlight());
          for (const code of document.querySelectorAll("pre.code code")) {
            const node = code.firstChild;
            const taken = [];
            for (const [name, pattern] of parts) for (const match of node ? node.data.matchAll(pattern) : []) {
              const [start, end] = [match.index, match.index + match[0].length];
              if (taken.some(([from, to]) => start < to && from < end)) continue;
              taken.push([start, end]);
              const range = new Range();
              range.setStart(node, start);
              range.setEnd(node, end);
              CSS.highlights.get(name).add(range);
            }
          }
        }
        """
}
