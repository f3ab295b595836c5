import type { SourceFile } from "../../collectors/contract/index.ts";
import { hostLabel } from "../config/index.ts";

/**
 * The host of a record: the name that a configuration gives its place, else the one that the record itself carries, else that of the file's folder or of this machine. `NDES01` and `ndes01.contoso.test` are one host;
 * while it is followed nobody can wait to see whether two domains have one.
 */
export function liveHostOf({ host, isHostGiven }: SourceFile, inside: string): string {
  return isHostGiven !== true && isName(inside) ? hostLabel(inside) : hostLabel(host);
}

/** Microsoft's pages print `xxx` where a name was. */
function isName(name: string): boolean {
  return /^[a-z0-9_](?:[a-z0-9_.-]{0,253}[a-z0-9_])?$/i.test(name) && !/^x+$/i.test(name);
}
