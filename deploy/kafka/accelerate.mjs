/**
 * Three private parts of kafkajs 2.2.4, made faster, and one that fails made to go on. To be imported before anything that imports kafkajs. It holds for exactly this version: a test says whether it is in force, and
 * where a part is not as it was, kafkajs stays as it is.
 *
 * Plain JavaScript: these parts have no types.
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** What is in force. The checksum is not where no native code loads, or where kafkajs was there before. */
export const accelerated = {
  checksum: fasterChecksum(),
  buffers: fasterBuffers(),
  timers: noNeedlessTimers(),
  unpacking: unpackingGoesOn(),
};

/** The checksum of each batch is a loop over its bytes in JavaScript, and the largest single cost of sending. */
function fasterChecksum() {
  const path = found("kafkajs/src/protocol/recordBatch/crc32C/index.js");
  const native = loaded(() => require("@node-rs/crc32"));
  if (path === null || native === null || require.cache[path] !== undefined) return false;
  // The check value of CRC-32C, as the catalogue of CRC algorithms has it.
  if (native.crc32c(Buffer.from("123456789")) !== 0xe3_06_92_83) return false;
  const exports = (bytes) => native.crc32c(bytes);
  require.cache[path] = { id: path, filename: path, path, loaded: true, exports, children: [], paths: [] };
  return true;
}

/**
 * A request is put together in some ten steps, each in a buffer of its own that grows from small to large, and each then garbage, of which V8 lets 64 MB lie. So what is large grows by little more than is
 * needed, and most of it goes back at once when its bytes were copied. Who would still read it finds nothing, and never the bytes of another request.
 */
function fasterBuffers() {
  const Encoder = loaded(() => require("kafkajs/src/protocol/encoder.js"));
  const { ensureAvailable, writeBuffer, writeEncoder, writeEncoderArray } = Encoder?.prototype ?? {};
  const original = [ensureAvailable, writeBuffer, writeEncoder, writeEncoderArray];
  if (original.some((method) => typeof method !== "function")) return false;
  Object.assign(Encoder.prototype, {
    ensureAvailable(length) {
      const wanted = this.offset + length;
      if (wanted <= this.buf.length) return;
      const grown = Buffer.allocUnsafe(wanted < largeBytesMin ? 2 * wanted : wanted + (wanted >> 3));
      this.buf.copy(grown, 0, 0, this.offset);
      giveBack(this.buf);
      this.buf = grown;
    },
    /** What was packed, and the answers of SASL, which are small. */
    writeBuffer(part) {
      writeBuffer.call(this, part);
      giveBack(part);
      return this;
    },
    writeEncoder(part) {
      writeEncoder.call(this, part);
      giveBack(part.buf);
      return this;
    },
    writeEncoderArray(parts) {
      if (Array.isArray(parts)) this.ensureAvailable(sumOf(parts.map((part) => part?.offset ?? 0)));
      writeEncoderArray.call(this, parts);
      for (const { buf } of parts) giveBack(buf);
      return this;
    },
  });
  return true;
}

/** As large as the pool that Node cuts small buffers of, so that what is given back is nobody else's memory. */
const largeBytesMin = Math.max(65_536, Buffer.poolSize);

function giveBack({ buffer, byteOffset, byteLength }) {
  if (byteOffset === 0 && byteLength >= largeBytesMin) buffer.transfer(0);
}

function sumOf(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** With each request a timer is set although nothing waits, for a moment that has passed: Node warns of it on standard error. */
function noNeedlessTimers() {
  const RequestQueue = loaded(() => require("kafkajs/src/network/requestQueue/index.js"));
  const original = RequestQueue?.prototype?.scheduleCheckPendingRequests;
  if (typeof original !== "function") return false;
  RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests() {
    if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
    this.throttledUntil = Math.max(this.throttledUntil, Date.now());
    original.call(this);
  };
  return true;
}

/**
 * A batch that nobody here unpacks, because it is packed in another way or becomes too large, makes each fetch fail that brings it: its partition would stop for ever.
 * Instead it becomes messages without anything in them, that say why, one for each number that it has; above a bound only the last.
 */
function unpackingGoesOn() {
  const path = found("kafkajs/src/protocol/recordBatch/v0/decoder.js");
  const user = found("kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js");
  const Decoder = loaded(() => require("kafkajs/src/protocol/decoder.js"));
  const original = loaded(() => require("kafkajs/src/protocol/recordBatch/v0/decoder.js"));
  if (path === null || user === null || require.cache[user] !== undefined) return false;
  if (typeof original !== "function" || typeof Decoder !== "function") return false;
  require.cache[path].exports = async (decoder) => {
    const begin = decoder.offset;
    try {
      return await original(decoder);
    } catch (error) {
      if (!isOfPacking(error)) throw error;
      return { records: placeholders(new Decoder(decoder.buffer.subarray(begin)), String(error.message)) };
    }
  };
  return true;
}

function isOfPacking({ name, code }) {
  return name === "KafkaJSNotImplemented" || /^(?:ERR_BUFFER_TOO_LARGE$|Z_|ZSTD_)/.test(String(code));
}

const placeholdersMax = 100_000;

/** The head of a batch of records: https://kafka.apache.org/documentation/#recordbatch */
function placeholders(head, unreadable) {
  const firstOffset = BigInt(head.readInt64().toString());
  head.readInt32(); // length
  head.readInt32(); // epoch of the leader
  head.readInt8(); // magic
  head.readInt32(); // checksum
  head.readInt16(); // attributes
  const lastDelta = head.readInt32();
  head.readInt64(); // first time stamp
  const timestamp = head.readInt64().toString();
  const first = lastDelta < placeholdersMax ? 0 : lastDelta;
  const says =
    first === 0 ? unreadable : `${unreadable}; this one stands for all ${lastDelta + 1} of its batch`;
  return Array.from({ length: lastDelta - first + 1 }, (_, index) => ({
    offset: String(firstOffset + BigInt(first + index)),
    timestamp,
    key: null,
    value: null,
    headers: {},
    attributes: 0,
    isControlRecord: false,
    batchContext: {},
    unreadable: says,
  }));
}

function found(name) {
  try {
    return require.resolve(name);
  } catch {
    return null;
  }
}

function loaded(load) {
  try {
    return load();
  } catch {
    return null;
  }
}
