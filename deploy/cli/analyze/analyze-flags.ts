/** The options of `analyze`, as the command line gives them. */
export interface AnalyzeFlags {
  readonly json?: boolean;
  /** File for the report as a page. */
  readonly html?: string;
  readonly key?: string;
  /** ms UTC. */
  readonly since?: number;
  readonly until?: number;
  readonly host?: readonly string[];
  readonly outcome?: readonly string[];
  readonly cause?: readonly string[];
  readonly limit: number;
  /** IANA name, or a fixed offset such as `+01:00`. */
  readonly zone?: string;
  readonly wide?: boolean;
  readonly color?: boolean;
}
