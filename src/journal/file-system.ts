import { statfsSync } from 'node:fs'

/** From Linux's `magic.h` and the file systems' own sources: those that other machines write to as well. */
const networkTypes = new Set([
  0x6969, // NFS
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x517b, // SMB
  0x01021997, // 9p
  0x65735546, // FUSE: sshfs and others; it does not tell which
  0x0bd00bd0, // Lustre
  0x47504653, // GPFS
  0x00c36400, // Ceph
  0x5346414f, // AFS
  0x19830326, // BeeGFS
  0xaad7aaea, // PanFS
])

/** SQLite's write-ahead log needs memory shared between processes, which a network file system does not give. */
export function isNetworkFileSystem(folder: string): boolean {
  try {
    return networkTypes.has(statfsSync(folder).type >>> 0)
  } catch {
    return false
  }
}
