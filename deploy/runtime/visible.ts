/**
 * Text from outside, made safe for a terminal: control characters (but line ends and tabs), C1 controls and characters
 * that turn the direction of writing are shown as `\u001b` and the like: the form that JSON has for them as well.
 */
export function visible(text: string): string {
  return dangerous.test(text) ? text.replace(everyDangerous, escaped) : text;
}

const dangerous = /[\0-\x08\x0B-\x1F\x7F-\x9F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/;
const everyDangerous = new RegExp(dangerous.source, "g");

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
