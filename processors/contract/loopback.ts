/** Whether only this machine reaches an address: 127.0.0.0/8, ::1, localhost. Any other name may mean another machine tomorrow. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  return bare === "::1" || bare === "localhost" || loopbackV4.test(bare);
}

const loopbackV4 = /^127(?:[.](?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;
