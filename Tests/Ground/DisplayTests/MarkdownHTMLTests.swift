import Display
import Testing

@Suite struct MarkdownHTMLTests {
    @Test(
        arguments: [
            ("# A *first* look", "<h1>A <em>first</em> look</h1>"),
            ("Title\n=====", "<h1>Title</h1>"),
            ("a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>"),
            (
                "**bold** ***both*** ~~old~~",
                "<p><strong>bold</strong> <em><strong>both</strong></em> <del>old</del></p>"
            ),
            ("n_factors and 2*3*4", "<p>n_factors and 2<em>3</em>4</p>"),
            ("**open *it", "<p>**open *it</p>"),
            ("`a < b` \\*no\\*", "<p><code>a &lt; b</code> *no*</p>"),
            ("- a\n- b\n  1. c\n  2. d", "<ul>\n<li>a</li>\n<li>b\n<ol>\n<li>c</li>\n<li>d</li>\n</ol></li>\n</ul>"),
            ("- a\n\n- b", "<ul>\n<li><p>a</p></li>\n<li><p>b</p></li>\n</ul>"),
            ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>"),
            ("> a\nb", "<blockquote>\n<p>a\nb</p>\n</blockquote>"),
            ("```py\nx < 1\n\n```", "<pre><code class=\"language-py\">x &lt; 1\n\n</code></pre>"),
            ("    code", "<pre><code>code\n</code></pre>"),
            ("a\n\n***\n", "<p>a</p>\n<hr>"),
            ("a  \nb", "<p>a<br>\nb</p>"),
            (
                "| a | b |\n|---|--:|\n| 1 \\| 2 | *3* |",
                "<table>\n<thead><tr><th>a</th><th style=\"text-align:right\">b</th></tr></thead>\n<tbody>\n"
                    + "<tr><td>1 | 2</td><td style=\"text-align:right\"><em>3</em></td></tr>\n</tbody>\n</table>"
            ),
            (
                "[a](#b \"t\") <https://x.org>",
                "<p><a href=\"#b\" title=\"t\">a</a> <a href=\"https://x.org\">https://x.org</a></p>"
            ),
        ])
    func eachBlockAndSpanHasItsElement(markdown: String, html: String) {
        #expect(MarkdownHTML.html(of: markdown) == html)
    }

    @Test(
        arguments: [
            "<script>alert(1)</script>", "[a](javascript:alert(1))", "[a](data:text/html,x)", "<javascript:alert(1)>",
            "![a](javascript:x)", "[a](\" onclick=\"x)", "# <img src=x onerror=y>", "| <b> |\n|---|\n| <i> |", "`<b>`",
            "```\"><script>\nx\n```", "[a]( java\u{0}script:x)", "[<b>](#x)",
        ])
    func nothingOfATextIsAMarkOrRuns(markdown: String) {
        let html = MarkdownHTML.html(of: markdown)
        let tags = html.matches(of: #/<\/?([a-z0-9]+)([^>]*)>/#)
        let known: Set = [
            "p", "a", "h1", "table", "thead", "tbody", "tr", "th", "td", "code", "pre",
        ]
        for tag in tags {
            #expect(known.contains(String(tag.1)), "\(html)")
            #expect(!tag.2.contains("on") || tag.2.contains("class"), "\(html)")
            #expect(!tag.2.lowercased().contains("href=\"javascript") && !tag.2.contains("data:"), "\(html)")
        }
    }

    @Test func aPictureFromElsewhereIsALinkAndNothingIsLoaded() {
        let html = MarkdownHTML.html(of: "![a cat](https://example.org/cat.png)")
        #expect(html == "<p><a href=\"https://example.org/cat.png\">a cat</a></p>")
    }

    @Test(arguments: ["[", "*a_ ", "> ", "`", "- ", "![", "<", "~~", "||\n|-|\n", "    - x\n", "\\"])
    func whateverRepeatsEndsSoonAndStaysText(piece: String) {
        let html = MarkdownHTML.html(of: String(repeating: piece, count: 5000))
        #expect(html.count < 1_000_000)
    }

    @Test func headingsHaveAnchorsOfTheirOwn() {
        var anchors: Anchors? = Anchors()
        let page = MarkdownHTML("# Über *uns*\n## Two\n## Two\n> # no", anchors: &anchors)
        #expect(page.headings.map(\.anchor) == ["über-uns", "two", "two-2"])
        #expect(page.headings.map(\.text) == ["Über uns", "Two", "Two"])
        #expect(page.html.contains("<h2 id=\"two-2\">Two</h2>"))
    }
}
