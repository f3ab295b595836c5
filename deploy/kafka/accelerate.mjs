/**
 * Three private parts of kafkajs 2.2.4, made faster. To be imported before anything that imports kafkajs. It holds for exactly this version: a test says whether it is in force, and
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

/** A buffer that grows is filled with zeros that are written over at once, and grows to twice of what is needed. */
function fasterBuffers() {
  const Encoder = loaded(() => require("kafkajs/src/protocol/encoder.js"));
  if (typeof Encoder?.prototype?.ensureAvailable !== "function") return false;
  Encoder.prototype.ensureAvailable = function ensureAvailable(length) {
    const wanted = this.offset + length;
    if (wanted <= this.buf.length) return;
    const grown = Buffer.allocUnsafe(wanted < 65_536 ? 2 * wanted : wanted + (wanted >> 3));
    this.buf.copy(grown, 0, 0, this.offset);
    this.buf = grown;
  };
  return true;
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
