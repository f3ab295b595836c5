/**
 * Hides what must not be shown of a record: the SCEP message of a GET query, which holds the certificate request, and any
 * other long run of base64, in one line or in many. Its length is told. The identifier of a CA (`message=SCEP%20Authority`) stays.
 */
export function withoutMessage(text: string): string {
  if (!hasRun(text) && !/message=/i.test(text)) return text;
  return text
    .replace(messageValue, (_, name: string, value: string) => name + lengthOf(value))
    .replace(lines, lengthOf)
    .replace(longRun, lengthOf);
}

/** DER begins with a SEQUENCE, in base64 `MI`; without that the operation tells what the message is. */
const messageValue = /(operation=PKIOperation&message=|message=(?=MI[\w+/]))([^\s&"'<>[\]]{1,1048576})/gi;
/** Longer than any hash; paths, addresses and user agents have other characters in between. */
const longRun = /[\w+/]{160,}(?:=|%3D){0,2}/gi;
/** As PEM and MIME write it, in lines of 64 or 76 letters; several hashes in hexadecimal are none. The ends of lines may be references of XML. */
const lines =
  /(?<![\w+/])(?:(?![\da-f]{60,159}(?![\w+/]))[\w+/]{60,159}(?:\s|&#(?:x0{0,6}[ad]|0{0,6}1[03]);){1,8}){2,}[\w+/]{0,159}(?:=|%3D){0,2}/gi;

/** Whether it has letters of base64 as long as a line of them: said of most texts by looking at few of their letters. */
function hasRun(text: string): boolean {
  let before = -1;
  for (let at = lineLetters - 1; at < text.length; at = before + lineLetters) {
    let from = at;
    while (from > before && isLetter(text.charCodeAt(from))) from -= 1;
    if (from === before) return true;
    before = from;
  }
  return false;
}

const lineLetters = 60;

function isLetter(code: number): boolean {
  return letters[code] === 1;
}

const letters: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w+/]/.test(String.fromCharCode(code)) ? 1 : 0,
);

function lengthOf(text: string): string {
  return `[${text.length} characters]`;
}
