/** How npm is started: a program, its first arguments, and options of `spawn`. */
export declare function npmCommand(): {
  readonly program: string;
  readonly first: readonly string[];
  readonly options: { readonly shell?: boolean };
};
