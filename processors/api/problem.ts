/** What an API says when it cannot answer: RFC 9457, `application/problem+json`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: ProblemStatus;
  readonly detail: string;
  /** What to do now. */
  readonly remedy: string;
}

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 413 | 414 | 421 | 500 | 503;
export type ProblemCode = keyof typeof kinds;

/** Closed. `type` is `urn:scepscope:problem:<code>`. */
const kinds = {
  "unknown-parameter": {
    status: 400,
    title: "There is no such parameter",
    remedy: "GET /openapi.json lists the parameters of each path",
  },
  "bad-parameter": {
    status: 400,
    title: "A parameter cannot be used",
    remedy: "GET /openapi.json tells the form of each parameter",
  },
  "bad-cursor": {
    status: 400,
    title: "This cursor was not given out by this list",
    remedy: "begin without a cursor, and pass on `next` of the page before as it is",
  },
  unauthorized: {
    status: 401,
    title: "A token is needed",
    remedy: "send `Authorization: Bearer TOKEN`, or log in at /login with a browser",
  },
  "wrong-token": { status: 403, title: "The token is wrong", remedy: "ask whoever set up scepscope for it" },
  "foreign-origin": {
    status: 403,
    title: "Another site must not log you in",
    remedy: "open /login of this server yourself",
  },
  "unknown-path": {
    status: 404,
    title: "There is nothing here",
    remedy: "GET /openapi.json lists the paths",
  },
  "unknown-request": {
    status: 404,
    title: "There is no such request",
    remedy:
      "look for it by any identifier: GET /api/v1/requests?key=…; it may also be older than what is kept",
  },
  "unknown-host": { status: 404, title: "There is no such host", remedy: "GET /api/v1/hosts lists them" },
  "unknown-cause": { status: 404, title: "There is no such cause", remedy: "GET /api/v1/causes lists them" },
  "unknown-runbook": { status: 404, title: "There is no such runbook", remedy: "GET /runbooks lists them" },
  "wrong-method": { status: 405, title: "Only GET is answered here", remedy: "use GET" },
  "body-too-large": { status: 413, title: "The body is too large", remedy: "send the token alone" },
  "url-too-long": { status: 414, title: "The URL is too long", remedy: "ask for less at once" },
  "foreign-name": {
    status: 421,
    title: "This server does not go by that name",
    remedy:
      "open it as 127.0.0.1 or localhost; behind a proxy set a token (SCEPSCOPE_TOKEN or auth.tokenFile): then it goes by any name",
  },
  fault: {
    status: 500,
    title: "A fault of the program",
    remedy: "look into the log of scepscope, and report what stands there",
  },
  "not-ready": { status: 503, title: "Not ready yet", remedy: "wait; the reason tells for what" },
  "too-many-readers": {
    status: 503,
    title: "All places at the event stream are taken",
    remedy: "close other windows, or ask again in a few seconds",
  },
} as const;

export function problem(code: ProblemCode, detail: string, remedy?: string): Problem {
  const kind = kinds[code];
  return {
    type: `urn:scepscope:problem:${code}`,
    title: kind.title,
    status: kind.status,
    detail,
    remedy: remedy ?? kind.remedy,
  };
}

export const problemType = "application/problem+json";

export function problemResponse(told: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${JSON.stringify(told)}\n`, {
    status: told.status,
    headers: { "content-type": problemType, "cache-control": "no-store", ...headers },
  });
}
