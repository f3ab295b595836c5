import { realpath, statfs } from "node:fs";
import { promisify } from "node:util";

/**
 * Whether a folder lies on a file system of this machine: what is not known for certain does not. Rejects with what the system says.
 *
 * On Windows the path is resolved by the system, which names a share as such (`\\server\share`) also where a drive letter stands for it.
 */
export async function isLocalFolder(
  folder: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  if (platform === "win32") return isOnDrive(await resolved(folder));
  return platform === "linux" && localTypes.has((await fileSystemOf(folder)).type);
}

export function isOnDrive(resolvedPath: string): boolean {
  return /^[a-z]:\\/i.test(resolvedPath);
}

const resolved = promisify(realpath.native);
const fileSystemOf = promisify(statfs);

/** As statfs(2) numbers them. */
const localTypes: ReadonlySet<number> = new Set([
  0xef53, // ext2 to ext4
  0x58_46_53_42, // xfs
  0x91_23_68_3e, // btrfs
  0x2f_c1_2f_c1, // zfs
  0xf2_f5_20_10, // f2fs
  0x01_02_19_94, // tmpfs
  0x79_4c_76_30, // overlayfs
]);
