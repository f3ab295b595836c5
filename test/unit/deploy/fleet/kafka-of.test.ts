import { expect, test } from "vitest";
import { parseConfig } from "../../../../deploy/config/index.ts";
import { kafkaSettingsOf } from "../../../../deploy/fleet/kafka-of.ts";

test.each(["caFile", "certificateFile", "keyFile"])(
  "a file of Kafka that cannot be read is named with its setting: %s",
  (name) => {
    const files = { caFile: "''", certificateFile: "''", keyFile: "''", [name]: "/nowhere/one.pem" };
    const tls = Object.entries(files).map(([setting, file]) => `${setting}: ${file}`);
    const config = parseConfig(`kafka: { brokers: ['k:9092'], tls: { isOn: true, ${tls.join(", ")} } }`, "c");
    expect(() => kafkaSettingsOf(config, null)).toThrow(
      expect.objectContaining({
        code: "config.secret",
        message: expect.stringContaining(`kafka.tls.${name} "/nowhere/one.pem"`),
      }),
    );
  },
);
