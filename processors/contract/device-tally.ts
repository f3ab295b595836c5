/** Of how many devices some requests are, as far as the logs name them. */
export interface DeviceCount {
  readonly devices: number;
  /** Requests that name no device: of how many devices they are nobody knows. */
  readonly nameless: number;
  /** Client addresses of these. Behind one may be several devices, or a proxy. */
  readonly addresses: number;
  /** False: there are more of either than were counted. */
  readonly isWhole: boolean;
}

export interface DeviceTally {
  /** What one request names. */
  add(names: { readonly devices: readonly string[]; readonly addresses: readonly string[] }): void;
  readonly count: () => DeviceCount;
}

/** Counts what is named, never what is guessed: at most `namesMax` devices, and as many addresses. */
export function createDeviceTally(namesMax: number): DeviceTally {
  const devices = createNames(namesMax);
  const addresses = createNames(namesMax);
  let nameless = 0;
  return {
    add: (names) => {
      if (names.devices.length > 0) devices.add(names.devices);
      else {
        nameless += 1;
        addresses.add(names.addresses);
      }
    },
    count: () => ({
      devices: devices.count(),
      nameless,
      addresses: addresses.count(),
      isWhole: !devices.isFull() && !addresses.isFull(),
    }),
  };
}

/** Several names in one request are names of one. */
function createNames(namesMax: number) {
  const known = new Set<string>();
  let count = 0;
  let isFull = false;
  return {
    add: (names: readonly string[]): void => {
      if (names.length === 0 || names.some((name) => known.has(name))) return;
      if (count >= namesMax) isFull = true;
      else {
        for (const name of names) known.add(name);
        count += 1;
      }
    },
    count: () => count,
    isFull: () => isFull,
  };
}
