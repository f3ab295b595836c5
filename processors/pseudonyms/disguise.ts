import type { AnalysisKeys, Key, StoredRequest } from "../contract/index.ts";
import type { Pseudonyms } from "./pseudonyms.ts";

/**
 * The request as it may be kept: its hidden identifiers replaced wherever they stand, in keys, paths and reasons. The records' own words are left out, because nobody can say which of
 * them names somebody. Pure; done twice it changes nothing more.
 */
export function disguise(request: StoredRequest, pseudonyms: Pseudonyms): StoredRequest {
  const { view, keys, notes, claim } = request;
  const hide = hiderOf(keys, pseudonyms);
  const hideKey = ({ type, value }: Key): Key => ({
    type,
    value: pseudonyms.hides(type) ? nameOf(value, pseudonyms) : hide(value),
  });
  return {
    ...request,
    view: {
      ...view,
      keys: hiddenView(view.keys, hideKey),
      evidence: view.evidence.map((one) => ({ ...one, path: hide(one.path) })),
      candidates: view.candidates.map((one) => ({ ...one, path: hide(one.path), why: hide(one.why) })),
    },
    keys: keys.map(hideKey).sort(inOrder),
    notes: notes.map((note) => ({ ...note, why: hide(note.why), text: "" })),
    claim:
      claim === null
        ? null
        : {
            because: hide(claim.because),
            alternatives: claim.alternatives.map((one) => ({ ...one, tellApart: hide(one.tellApart) })),
          },
  };
}

function nameOf(value: string, pseudonyms: Pseudonyms): string {
  return pseudonymForm.test(value) ? value : pseudonyms.of(value);
}

const pseudonymForm = /^hidden-[0-9a-f]{20}$/;

/** Replaces each hidden value in a text, the longest first: one may stand in another. */
function hiderOf(keys: readonly Key[], pseudonyms: Pseudonyms): (text: string) => string {
  const values = keys
    .filter(({ type, value }) => pseudonyms.hides(type) && value !== "" && !pseudonymForm.test(value))
    .map(({ value }) => value)
    .sort((a, b) => b.length - a.length);
  if (values.length === 0) return (text) => text;
  const pattern = new RegExp(values.map((value) => RegExp.escape(value)).join("|"), "giu");
  return (text) => text.replace(pattern, (value) => pseudonyms.of(value));
}

function hiddenView(keys: AnalysisKeys, hideKey: (key: Key) => Key): AnalysisKeys {
  const of = (type: keyof AnalysisKeys): readonly string[] =>
    keys[type].map((value) => hideKey({ type, value }).value).sort();
  return {
    transactionId: of("transactionId"),
    deviceId: of("deviceId"),
    userId: of("userId"),
    thumbprint: of("thumbprint"),
    serialNumber: of("serialNumber"),
    profileId: of("profileId"),
    caRequestId: of("caRequestId"),
    clientIp: of("clientIp"),
  };
}

/** What is stored follows from the request alone. */
function inOrder(a: Key, b: Key): number {
  if (a.type !== b.type) return a.type < b.type ? -1 : 1;
  return a.value < b.value ? -1 : Number(a.value > b.value);
}
