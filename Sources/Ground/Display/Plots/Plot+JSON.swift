import Values

/// A picture as it is kept in a file, and read back the same.
extension Plot {
    var json: JSONValue {
        [
            "title": .string(title), "x": .string(xLabel), "y": .string(yLabel), "xAxis": x.json, "yAxis": y.json,
            "uprights": .array(uprights.map { [.string($0.name), .string($0.low), .string($0.high)] }),
            "notes": .array(notes.map(JSONValue.string)),
            "series": .array(
                series.map { series in
                    [
                        "name": .string(series.name), "style": .string(series.style.rawValue),
                        "starts": .array(series.starts.sorted().map(JSONValue.integer)),
                        "points": .array(
                            series.points.map { point in
                                .array(
                                    [.number(point.x), .number(point.y)] + (point.label.map { [.string($0)] } ?? []))
                            }),
                    ]
                }),
        ]
    }

    init?(json: JSONObject) {
        guard let title = json["title"]?.string, let list = json["series"]?.array else { return nil }
        let series = list.compactMap { one -> Series? in
            guard let members = one.object, let points = members["points"]?.array else { return nil }
            var series = Series(
                members["name"]?.string ?? "", points.compactMap(Point.init(json:)),
                style: members["style"]?.string.flatMap(Series.Style.init) ?? .line)
            series.starts = Set(members["starts"]?.array?.compactMap(\.integer) ?? [])
            return series
        }
        self.init(
            title: title, xLabel: json["x"]?.string ?? "", yLabel: json["y"]?.string ?? "", series: series,
            x: PlotAxis(json: json["xAxis"]?.object), y: PlotAxis(json: json["yAxis"]?.object),
            notes: json["notes"]?.array?.compactMap(\.string) ?? [])
        uprights = (json["uprights"]?.array ?? []).compactMap { one in
            guard let words = one.array?.compactMap(\.string), words.count == 3 else { return nil }
            return Upright(words[0], low: words[1], high: words[2])
        }
    }
}

extension PlotAxis {
    fileprivate var json: JSONValue {
        [
            "log": .boolean(isLog), "names": .array(names.map(JSONValue.string)),
            "limits": limits.map { [.number($0.lowerBound), .number($0.upperBound)] } ?? .null,
        ]
    }

    fileprivate init(json: JSONObject?) {
        let ends = json?["limits"]?.array?.compactMap(\.number) ?? []
        self.init(
            isLog: json?["log"]?.boolean ?? false, names: json?["names"]?.array?.compactMap(\.string) ?? [],
            limits: ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil)
    }
}

extension Point {
    fileprivate init?(json: JSONValue) {
        guard let parts = json.array, parts.count >= 2, let x = parts[0].number, let y = parts[1].number else {
            return nil
        }
        self.init(x, y, label: parts.count > 2 ? parts[2].string : nil)
    }
}
