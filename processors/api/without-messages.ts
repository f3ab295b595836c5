import type { StoredRequest } from "../contract/index.ts";
import { withoutMessage } from "../contract/index.ts";

/** A request as it may leave the process: certificate requests and other long runs of base64 are hidden in all words of a log. */
export function withoutMessages(request: StoredRequest): StoredRequest {
  const { claim, notes, view } = request;
  return {
    ...request,
    view: {
      ...view,
      candidates: view.candidates.map((each) => ({ ...each, why: withoutMessage(each.why) })),
    },
    notes: notes.map((note) => ({ ...note, text: withoutMessage(note.text), why: withoutMessage(note.why) })),
    claim: claim === null ? null : { ...claim, because: withoutMessage(claim.because) },
  };
}
