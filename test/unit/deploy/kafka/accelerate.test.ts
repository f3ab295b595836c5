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
  expect(printed(`import "./deploy/fleet/collect.ts";${report}`)).toEqual({
    accelerated: { checksum: true, buffers: true, timers: true, unpacking: true },
    isSame: true,
    isNative: true,
  });
});

it.each([
  "kafka/index",
  "fleet/collect",
  "fleet/process",
  "fleet/doctor/index",
  "fleet/state/index",
  "fleet/verify/index",
])(
  "whoever opens Kafka by deploy/%s sets no timer for a moment that has passed, of which Node would warn on standard error",
  (door) => {
    const code = `
      import "./deploy/${door}.ts";
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

/** What kafkajs makes of small messages and large ones: each record, the batch of them in each packing, and the request around it. */
const encoded = `
  import { createRequire } from "node:module";
  import { registerCodecs } from "./deploy/kafka/codecs.ts";
  const require = createRequire(process.cwd() + "/");
  registerCodecs();
  const produce = require("kafkajs/src/protocol/requests/produce/v7/request.js");
  const request = require("kafkajs/src/protocol/request.js");
  const noise = (length) => require("node:crypto").createHash("shake256", { outputLength: length }).update("noise").digest();
  const sizes = [3, 40_000, 70_000, 300_000, 65_536];
  const messages = sizes.map((size) => ({ key: Buffer.from("host"), value: noise(size), headers: { size: String(size) }, timestamp: 7 }));
  const texts = [];
  for (const compression of [0, 1, 4]) {
    const topics = [{ topic: "logs", partitions: [{ partition: 0, messages }, { partition: 1, messages }] }];
    const { buffer } = await request({ correlationId: 1, clientId: "it", request: produce({ acks: -1, timeout: 9, compression, topicData: topics }) });
    texts.push(require("node:crypto").createHash("sha256").update(buffer).digest("hex") + " " + buffer.length);
  }
  console.log(JSON.stringify(texts));
`;

it("requests are the same byte by byte, small and large, packed and not", () => {
  const plain = printed(encoded);
  expect(plain).toHaveLength(3);
  expect(printed(`import "./deploy/kafka/accelerate.mjs";${encoded}`)).toEqual(plain);
});

it("memory of a large part goes back when its bytes were copied; a small one, a piece of what others share, stays", () => {
  const code = `
    import "./deploy/kafka/accelerate.mjs";
    import { createRequire } from "node:module";
    const Encoder = createRequire(process.cwd() + "/")("kafkajs/src/protocol/encoder.js");
    const part = (length) => new Encoder().writeVarIntBytes(Buffer.alloc(length, 7));
    const [large, small] = [part(100_000), part(1000)];
    const whole = new Encoder().writeEncoderArray([large, small]).writeEncoder(small);
    const packed = Buffer.allocUnsafe(90_000).fill(7).subarray(0, 80_000);
    const tiny = Buffer.from("tiny");
    const held = whole.writeBuffer(packed).writeBuffer(tiny).buffer;
    console.log(JSON.stringify({ isLeft: [large.buf, small.buf, packed, tiny].map(({ length }) => length > 0), held: held.length, sevens: held.filter((byte) => byte === 7).length }));
  `;
  expect(printed(code)).toEqual({
    isLeft: [false, true, false, true],
    held: 100_003 + 2 * 1002 + 80_000 + 4,
    sevens: 100_000 + 2 * 1000 + 80_000,
  });
});
