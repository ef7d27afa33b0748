import Foundation

/// A parser of settings; it's lenient.
struct Parser {
    enum Failure: Error {
        case missing(key: String)
        case invalid(line: Int, text: String)
    }

    private var values: [String: [String]] = [:]

    /* A comment /* in a comment */ with "quotes". */
    mutating func parse(_ text: String) throws {
        for (number, line) in text.split(separator: "\n").enumerated() {
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else {
                throw Failure.invalid(line: number, text: "\(line) (\(parts.count) parts)")
            }

            values[parts[0], default: []].append(parts[1])
        }
    }

    func value(of key: String) throws -> String {
        if let found = values[key]?.last {
            return found
        }

        throw Failure.missing(key: key)
    }

    var description: String {
        let help = """
            settings: "\(values.keys.sorted().joined(separator: ", "))"
            """
        return values.isEmpty ? #"no "settings" (yet)"# : help
    }
}
