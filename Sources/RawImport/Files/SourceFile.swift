import ContentDigest
import DelimitedText

/// A file that holds rows of a raw table.
struct SourceFile: Sendable {
    let path: String
    /// The last part of the path without `.gz`; decides precedence, and is what the store knows the file by.
    let name: String
    let table: RawTable
    /// Of the bytes on disk.
    var digest: Digest
    /// Bytes on disk.
    var size: Int
}

/// Why a file cannot be used: a code for programs, a sentence for people.
struct FileRefusal: Error, Hashable, Sendable {
    let code: String
    let message: String

    init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: InputFileError) {
        self.init(error.code.rawValue, error.message)
    }

    /// A header that cannot be read.
    init(_ error: CSVHeaderError, in path: String) {
        let code =
            switch error {
            case .empty: "empty"
            case .malformed: "malformed_header"
            case .duplicateName: "duplicate_column"
            }
        self.init(code, "'\(path)': \(error)")
    }
}

extension SourceFile {
    // Allocators map what is larger than 32 MiB by itself and give it back at once; smaller texts would leave holes of
    // their size between the rows that outlive them. Room that is never touched costs nothing.
    private static let ownMapping = 33 << 20
    private static let smallText = 4 << 20

    /// Reads the file again and finds its header.
    ///
    /// - Returns: the document, and the digest of the bytes it was made of.
    func open() throws(FileRefusal) -> (document: CSVDocument, digest: Digest) {
        var text: [UInt8]
        let digest: Digest
        do throws(InputFileError) {
            let file = try InputFile.read(path)
            digest = Digest(of: file.stored)
            text = try file.expanded()
            if text.count > Self.smallText { text.reserveCapacity(max(text.count, Self.ownMapping)) }
        } catch {
            throw FileRefusal(error)
        }
        do throws(CSVHeaderError) {
            return (try CSVDocument(text), digest)
        } catch {
            throw FileRefusal(error, in: path)
        }
    }
}
