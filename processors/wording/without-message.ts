/**
 * Hides what must not be shown of a record: the SCEP message of a GET query, which holds the certificate request, and any
 * other long run of base64. Its length is told. The identifier of a CA (`message=SCEP%20Authority`) stays.
 */
export function withoutMessage(line: string): string {
  return line
    .replace(messageValue, (_, name: string, value: string) => name + lengthOf(value))
    .replace(longRun, lengthOf);
}

/** DER begins with a SEQUENCE, in base64 `MI`; without that the operation tells what the message is. */
const messageValue = /(operation=PKIOperation&message=|message=(?=MI[\w+/]))([^\s&"'<>[\]]{1,1048576})/gi;
/** Longer than any hash; paths, addresses and user agents have other characters in between. */
const longRun = /[\w+/]{160,}(?:=|%3D){0,2}/gi;

function lengthOf(text: string): string {
  return `[${text.length} characters]`;
}
