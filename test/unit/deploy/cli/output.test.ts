import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createOutput, watchOutput } from "../../../../deploy/cli/output.ts";

/** Says what it has read, and takes its time for each piece. */
function slowReader(): { readonly slow: Writable; readonly seen: readonly string[] } {
  const seen: string[] = [];
  const slow = new Writable({
    highWaterMark: 1024,
    write: (chunk: Buffer, _, done) => {
      seen.push(chunk.toString());
      setImmediate(done);
    },
  });
  return { slow, seen };
}

test("a slow reader makes the writer wait, and nothing is lost", async () => {
  const { slow, seen } = slowReader();
  const output = createOutput(slow);
  let waits = 0;
  for (let index = 0; index < 50; index += 1) {
    const wait = output.write(`${index}`.padEnd(20_000, "."));
    if (wait !== undefined) waits += 1;
    await wait;
  }
  await output.end();
  expect(waits).toBeGreaterThan(1);
  expect(seen.join("").match(/\d+/g)?.map(Number)).toEqual(Array.from({ length: 50 }, (_, index) => index));
});

test("bytes come behind the text that was written before them, and may be changed afterwards", async () => {
  const seen: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      setImmediate(() => {
        seen.push(chunk.toString());
        done();
      });
    },
  });
  const output = createOutput(stream);
  const bytes = Buffer.from("b");
  await output.write("a");
  await output.writeBytes(bytes);
  bytes.write("c");
  await output.writeBytes(bytes);
  await output.end();
  expect(seen.join("")).toBe("abc");
});

test("the last few bytes are waited for, although a stream with room for more does not say when it has drained", async () => {
  const { slow, seen } = slowReader();
  const output = createOutput(slow);
  await output.write("few");
  await output.end();
  expect({ seen: seen.join(""), pending: slow.writableLength }).toEqual({ seen: "few", pending: 0 });
});

test.each([
  ["EPIPE", null],
  ["ENOSPC", { code: "output.failed" }],
])("an output that fails with %s stops the program", async (code, expected) => {
  const stream = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
  });
  const stopped = new Promise((resolve) => watchOutput(stream, resolve));
  stream.write("x");
  const error = await stopped;
  if (expected === null) expect(error).toBeNull();
  else expect(error).toMatchObject(expected);
});
