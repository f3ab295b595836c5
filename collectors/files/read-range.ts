import type { BundleFile } from "./bundle.ts";

/** The bytes of one range of a file, such as a line that is quoted; fewer where the file has ended. Throws `ReadFailure`. */
export async function readRange(file: BundleFile, offset: number, length: number): Promise<Buffer> {
  const reader = await file.open(offset);
  try {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, file.bytes - offset)));
    return bytes.subarray(0, await reader.read(bytes));
  } finally {
    reader.close();
  }
}
