/** The address of our page as others may follow it: one that stands for all addresses of a machine leads nowhere, so its name stands there. */
export function linkUrl(url: string, machine: string): string {
  const { hostname } = new URL(url);
  return everywhere.has(hostname) ? url.replace(hostname, machine) : url;
}

const everywhere: ReadonlySet<string> = new Set(["0.0.0.0", "[::]"]);
