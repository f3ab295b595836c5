/** What the surroundings tell the commands that ask a running scepscope. */
export interface Environment {
  /** Address of the API, such as `http://127.0.0.1:8643`. */
  readonly url: string | undefined;
  readonly token: string | undefined;
}

export function environment(): Environment {
  return { url: process.env["SCEPSCOPE_URL"], token: process.env["SCEPSCOPE_TOKEN"] };
}
