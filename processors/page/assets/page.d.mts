/** What tests look at; a page only starts the script. */
export function concerns(
  digest: {
    readonly requests: readonly string[];
    readonly hosts: readonly string[];
    readonly isMore: boolean;
  },
  own: { readonly request: string; readonly host: string },
): boolean;
export function commandOf(
  event: {
    readonly key: string;
    readonly ctrlKey: boolean;
    readonly metaKey: boolean;
    readonly altKey: boolean;
  },
  tagName: string,
): (() => void) | null;
