import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** In a process of its own: what another test has loaded does not count. */
function printed(code: string): unknown {
  const args = ["--input-type=module", "--eval", code];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }));
}

const report = `
  import { accelerated } from "./deploy/kafka/accelerate.mjs";
  import { createRequire } from "node:module";
  const require = createRequire(process.cwd() + "/");
  const crc = require("kafkajs/src/protocol/recordBatch/crc32C/index.js");
  const plain = require("kafkajs/src/protocol/recordBatch/crc32C/crc32C.js");
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 31) % 251));
  console.log(JSON.stringify({ accelerated, isSame: crc(bytes) === plain(bytes) >>> 0, isNative: crc.toString().includes("native") }));
`;

it("what makes kafkajs faster is in force in a collector, and gives the same checksums", () => {
  expect(printed(`import "./deploy/fleet/index.ts";${report}`)).toEqual({
    accelerated: { checksum: true, buffers: true, timers: true, unpacking: true },
    isSame: true,
    isNative: true,
  });
});

it.each(["kafka", "fleet", "fleet/doctor", "fleet/state", "fleet/verify"])(
  "whoever opens Kafka by deploy/%s sets no timer for a moment that has passed, of which Node would warn on standard error",
  (door) => {
    const code = `
      import "./deploy/${door}/index.ts";
      import { createRequire } from "node:module";
      const RequestQueue = createRequire(process.cwd() + "/")("kafkajs/src/network/requestQueue/index.js");
      const queue = { pending: [], throttledUntil: -1, throttleCheckTimeoutId: null };
      RequestQueue.prototype.scheduleCheckPendingRequests.call(queue);
      console.log(JSON.stringify(queue.throttleCheckTimeoutId === null));
      process.exit();
    `;
    expect(printed(code)).toBe(true);
  },
);

/** A batch of so many messages, packed with a codec that nobody here unpacks. */
const packed = (count: number): unknown =>
  printed(`
  import "./deploy/kafka/accelerate.mjs";
  import { createRequire } from "node:module";
  const require = createRequire(process.cwd() + "/");
  const Decoder = require("kafkajs/src/protocol/decoder.js");
  const decode = require("kafkajs/src/protocol/recordBatch/v0/decoder.js");
  const bytes = Buffer.alloc(61);
  bytes.writeBigInt64BE(7n, 0);
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeInt16BE(3, 21);
  bytes.writeInt32BE(${count - 1}, 23);
  const { records } = await decode(new Decoder(bytes));
  console.log(JSON.stringify({ offsets: records.length < 9 ? records.map(({ offset }) => offset) : records.length, says: records.at(-1).unreadable }));
`);

it.each([
  [2, ["7", "8"], /^(?!.*stands for)/],
  [100_000, 100_000, /^(?!.*stands for)/],
  [100_001, ["100007"], /; this one stands for all 100001 of its batch$/],
])(
  "of a batch of %d messages that nobody unpacks each is told, or one that says for how many it stands",
  (count, offsets, says) => {
    expect(packed(count)).toEqual({ offsets, says: expect.stringMatching(says) });
  },
);

it("where kafkajs has sent something before, its checksum stays as it is, and says so", () => {
  expect(printed(`import "kafkajs/src/protocol/recordBatch/v0/index.js";${report}`)).toEqual({
    accelerated: { checksum: false, buffers: true, timers: true, unpacking: true },
    isSame: true,
    isNative: false,
  });
});
