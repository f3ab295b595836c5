import { expect, test } from "vitest";
import { apiServer } from "../../support/api-server.ts";

test("metrics are compressed for whoever asks so, and for nobody else; they say the same", async () => {
  const body = "scep_requests_total 1\n".repeat(10_000);
  const api = await apiServer({ metrics: async () => ({ contentType: "text/plain", body }) });
  const ask = (accepted: string): Promise<Response> =>
    fetch(`${api.server.url}/metrics`, { headers: { "accept-encoding": accepted } });
  try {
    for (const accepted of ["gzip", "deflate, gzip;q=0.5", "GZIP"]) {
      const packed = await ask(accepted);
      expect(packed.headers.get("content-encoding")).toBe("gzip");
      expect(Number(packed.headers.get("content-length"))).toBeLessThan(body.length / 20);
      expect(await packed.text()).toBe(body);
    }
    for (const accepted of ["identity", "gzip;q=0", "gzip;q=0.0, br"]) {
      const plain = await ask(accepted);
      expect(plain.headers.get("content-encoding")).toBeNull();
      expect(await plain.text()).toBe(body);
    }
  } finally {
    await api.close();
  }
});
