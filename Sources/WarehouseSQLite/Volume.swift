internal import Foundation
internal import PipelineModel

/// The file system a store lies on.
enum Volume {
    // As the mount table names file systems whose locks cannot be trusted between machines.
    private static let remote: Set<String> = [
        "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "coda", "ceph", "lustre", "glusterfs",
        "beegfs", "gpfs", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.gcsfuse", "fuse.glusterfs", "fuse.ceph",
        "fuse.curlftpfs", "fuse.goofys", "fuse.davfs", "fuse.blobfuse", "fuse.blobfuse2", "fuse.mount-s3",
    ]

    /// Refuses a store on a network file system, where locks do not hold.
    static func refuseNetwork(at path: String) throws(WarehouseError) {
        guard let resolved = realpath(StorePath.directory(of: path), nil) else { return }
        defer { free(resolved) }
        guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else { return }
        guard let type = networkType(of: String(cString: resolved), mounts: mounts) else { return }
        throw WarehouseError(
            .other, "\(path) is on a network file system (\(type)), where locks do not hold; move it to a local disk")
    }

    /// The type of the network file system that holds `directory`, an absolute path; nil for a local one.
    ///
    /// `mounts` is the mount table: device, mount point and type per line, spaces in a path as `\040`. Of two file
    /// systems mounted above the directory the longer mount point counts, of equal ones the later line.
    static func networkType(of directory: String, mounts: String) -> String? {
        var best = (length: -1, type: "")
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 2 else { continue }
            let point = fields[1].replacingOccurrences(of: "\\040", with: " ")
            let isAbove = directory == point || point == "/" || directory.hasPrefix("\(point)/")
            if isAbove, point.utf8.count >= best.length { best = (point.utf8.count, String(fields[2])) }
        }
        return remote.contains(best.type) ? best.type : nil
    }

    /// Bytes that may still be written to the volume of `path`; nil when it cannot be told.
    static func freeBytes(at path: String) -> Int? {
        var information = statvfs()
        guard statvfs(path, &information) == 0 else { return nil }
        return Int(information.f_bavail) * Int(information.f_frsize)
    }
}
