package import PipelineModel

/// The models of a month, ready to be asked.
package struct ModelSet: Sendable {
    private var models: [Market: (id: String, model: any LearnedModel)] = [:]

    /// The models that `artifacts` hold.
    ///
    /// - Throws: ``ProcessorError`` invalidValue for one whose bytes are no model.
    package init(_ artifacts: [ModelArtifact], by learner: any Learner = BoostedTreesLearner()) throws(ProcessorError) {
        for artifact in artifacts {
            guard let bytes = artifact.model.hexBytes,
                let model = learner.read(bytes, features: FeatureRow.features.count)
            else {
                throw ProcessorError(
                    .invalidValue, "model \(artifact.modelID) of \(artifact.market.rawValue) is damaged")
            }
            models[artifact.market] = (artifact.modelID, model)
        }
    }

    /// What the model of `market` expects of a player with these features.
    func answer(_ features: FeatureRow?, _ market: Market) -> Answer {
        guard let features else { return .failure(.missingFeatures) }
        guard let model = models[market] else { return .failure(.noModel) }
        let row = features.values.map { Float($0 ?? .nan) }
        return .success(Estimate(model.model.value(row), [], modelID: model.id))
    }
}

extension [UInt8] {
    /// Two lower-case hexadecimal digits for each byte.
    var hexDigits: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * count)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension String {
    /// The bytes that pairs of hexadecimal digits stand for; nil for anything else.
    var hexBytes: [UInt8]? {
        guard utf8.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count / 2)
        var high: UInt8?
        for digit in utf8 {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }
}
