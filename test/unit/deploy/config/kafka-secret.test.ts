import { expect, it } from "vitest";
import { parseConfig, readKafkaSecret } from "../../../../deploy/config/index.ts";

const config = (sasl: string, isOn = false): ReturnType<typeof parseConfig> =>
  parseConfig(`kafka: { sasl: { mechanism: ${sasl} }, tls: { isOn: ${isOn} } }`, "test");
const env = { SCEPSCOPE_KAFKA_SECRET: "short" };

it("is asked for where Kafka asks who this is, and may be short", () => {
  expect(readKafkaSecret(config("off"), env)).toBeNull();
  expect(readKafkaSecret(config("scram-sha-512"), env)).toBe("short");
  expect(readKafkaSecret(config("plain", true), env)).toBe("short");
});

it("is refused where there is none, and where it would go over the net as it is", () => {
  expect(() => readKafkaSecret(config("scram-sha-256"), {})).toThrow(/no secret to answer with/);
  expect(() => readKafkaSecret(config("plain"), env)).toThrow(/there is no TLS/);
});
