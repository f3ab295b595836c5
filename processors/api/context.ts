import type { Hono } from "hono";
import type { ServerResponse } from "node:http";
import type { ReaderPlaces } from "./events/reader-places.ts";
import type { Sessions } from "./guards/session.ts";
import type { ApiLimits, ApiOptions } from "./options.ts";

/** What every route knows. */
export interface ApiContext {
  readonly options: ApiOptions;
  readonly limits: ApiLimits;
  readonly places: ReaderPlaces;
  /** Null: no token is needed. */
  readonly sessions: Sessions | null;
}

/** The event stream writes to the connection itself. */
export interface ApiEnv {
  readonly Bindings: { readonly outgoing?: ServerResponse };
}

export type Router = Hono<ApiEnv>;
