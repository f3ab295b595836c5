import { isUtf8 } from "node:buffer";
import { isUtf16, utf16Text } from "../../../collectors/contract/index.ts";
import type { Encoding } from "../../../collectors/contract/index.ts";

const windows1252 = new TextDecoder("windows-1252");

/** Text of bytes in the file's encoding. What claims to be UTF-8 and is not is read as ANSI, the only other thing it can be. */
export function decodeText(bytes: Buffer, encoding: Encoding): string {
  if (isUtf16(encoding)) return utf16Text(bytes, encoding);
  if (encoding !== "windows-1252" && isUtf8(bytes)) return bytes.toString("utf8");
  return windows1252.decode(bytes);
}
