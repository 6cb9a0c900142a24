/// Texts, numbers and colours of SVG pictures.
enum SVGText {
    /// Colours that people with colour blindness tell apart (Okabe and Ito, 2008), light and dark.
    static let colors = [
        ("#0072b2", "#56b4e9"), ("#d55e00", "#e69f00"), ("#009e73", "#4fd1a5"), ("#a3487f", "#e5a3cb"),
        ("#8a6d00", "#f0e442"), ("#666666", "#aaaaaa"),
    ]

    static func text(_ words: String, x: Int, y: Int, _ style: String) -> String {
        "<text x=\"\(x)\" y=\"\(y)\"\(style.isEmpty ? "" : " class=\"\(style)\"")>\(MarkupText.escaped(words))</text>"
    }

    /// A tenth of a pixel is enough.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }

    /// The same for every picture, so that those of one page do not change one another.
    static let style: String = {
        func rules(_ back: String, _ ink: String, _ faint: String, _ color: (Int) -> String) -> String {
            let pens = colors.indices.map { pen in
                ".s\(pen){stroke:\(color(pen))}.f\(pen){fill:\(color(pen))}"
            }
            return ".b{fill:\(back)}text{fill:\(ink)}.g{stroke:\(faint)}.a{stroke:\(ink)}" + pens.joined()
        }
        return ".t{font-size:15px;font-weight:600}.n{font-size:11px}.m{text-anchor:middle}.e{text-anchor:end}"
            + ".g,.a,.l,.h,.p,.q,.w{fill:none;stroke-width:1}.l{stroke-width:2;stroke-linejoin:round;stroke-linecap:round}"
            + ".h{stroke-opacity:.6}.p{stroke-width:6;stroke-linecap:round}.q{stroke-width:3;stroke-linecap:square}"
            + ".w{stroke-width:9}"
            + rules("#fff", "#222", "#e3e3e3") { colors[$0].0 } + "@media (prefers-color-scheme:dark){"
            + rules("#1b1d21", "#dcdcdc", "#3a3d42") { colors[$0].1 } + "}"
    }()
}
