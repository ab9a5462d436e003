import Rehearsal

extension Bench {
    func measureImports() throws {
        let command = ["import", options.data]
        add(
            try measure("import of the whole folder", ["import", "<folder>"], bound: 10) { _ in
                try timed(try emptyWorkspace(), command)
            })
        add(
            try measure("the same import again", ["import", "<folder>"], bound: 3) { _ in
                try timed(workspace("imported"), command)
            })
    }

    /// A workspace that is ready for the folder's files.
    func emptyWorkspace() throws -> Program {
        let program = workspace("imported")
        remove(program)
        try prepare(
            program,
            ["init", "--history-start", "\(options.history.first)", "--history-end", "\(options.history.last)"])
        return program
    }
}
