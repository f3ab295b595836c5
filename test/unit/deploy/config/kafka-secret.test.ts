import { expect, it } from "vitest";
import { parseConfig, readKafkaSecret } from "../../../../deploy/config/index.ts";

const config = (sasl: string, isOn = false): ReturnType<typeof parseConfig> =>
  parseConfig(
    `kafka: { sasl: { mechanism: ${sasl}, username: ${sasl === "off" ? "''" : "u"} }, tls: { isOn: ${isOn} } }`,
    "test",
  );
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

it("is what others have given, so it may have blanks; one line of it, without the mark that Windows begins a file with", () => {
  const given = (text: string): string | null =>
    readKafkaSecret(config("scram-sha-512"), { SCEPSCOPE_KAFKA_SECRET: text });
  expect(given("two words\r\n")).toBe("two words");
  expect(given("\uFEFFshort\n")).toBe("short");
  expect(() => given("two\nlines")).toThrow(/SCEPSCOPE_KAFKA_SECRET is not one line of text/);
  expect(() => given("\n")).toThrow(/SCEPSCOPE_KAFKA_SECRET is empty/);
});

it("is of a user: one without a mechanism, and a mechanism without one, are said", () => {
  const of = (sasl: string): string | null =>
    readKafkaSecret(parseConfig(`kafka: { sasl: { ${sasl} } }`, "t"), env);
  expect(() => of("username: u")).toThrow(/Kafka would not be told: kafka.sasl.mechanism is off/);
  expect(() => of("mechanism: scram-sha-512")).toThrow(/no user is named/);
});

it("is not one to be made here: of a file that is not there it is said where it belongs", () => {
  const text = "kafka: { sasl: { mechanism: scram-sha-512, username: u, secretFile: gone } }";
  expect(() => readKafkaSecret(parseConfig(text, "t"), {})).toThrow(
    expect.objectContaining({
      remedy: expect.stringMatching(/the file is there.*or set SCEPSCOPE_KAFKA_SECRET$/),
    }),
  );
});
