import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** An access log as NDES on IIS writes it: a tenth of its rows carry a request of 3 KB in base64 in their query. Gives its bytes. */
export function writeWebLog(path: string, bytesMin: number): number {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, head);
  const [rowsAtOnce, row] = [10_000, createRows()];
  while (statSync(path).size < bytesMin) {
    const text = Array.from({ length: rowsAtOnce }, row).join("");
    writeFileSync(path, text, { flag: "a" });
  }
  return statSync(path).size;
}

const head =
  "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n";
const longEvery = 10;
const longBytes = 2250;

function createRows(): () => string {
  const message = createMessages();
  let index = 0;
  return () => {
    index += 1;
    const at = new Date(Date.UTC(2026, 10, 22) + index * 100).toISOString();
    const query =
      index % longEvery === 0 ? `operation=PKIOperation&message=${message()}` : "operation=GetCACaps";
    return `${at.slice(0, 10)} ${at.slice(11, 19)} 192.0.2.10 GET /certsrv/mscep/mscep.dll/pkiclient.exe ${query} 443 - 198.51.100.7 Mozilla/4.0+(compatible;+Win32;+NDES+client+10.0) 200 0 0 ${index % 900}\n`;
  };
}

/** Bytes that nothing can compress, the same in each run. */
function createMessages(): () => string {
  let state = 1;
  return () => {
    const words = new Uint32Array(Math.ceil(longBytes / 4));
    for (let place = 0; place < words.length; place += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      words[place] = Math.imul(state ^ (state >>> 16), 0x45_d9_f3_b);
    }
    return encodeURIComponent(Buffer.from(words.buffer, 0, longBytes).toString("base64"));
  };
}
