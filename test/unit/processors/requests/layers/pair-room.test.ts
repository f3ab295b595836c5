import { expect, it } from "vitest";
import { giveBack, takeRoom } from "../../../../../processors/requests/layers/pair-room.ts";

it("a room that was given back is used again, and one that is in use never is", () => {
  const first = takeRoom(1000);
  const second = takeRoom(1000);
  expect(second.measured.buffer).not.toBe(first.measured.buffer);
  giveBack(first);
  const third = takeRoom(10);
  expect(third.measured.buffer).toBe(first.measured.buffer);
  expect(takeRoom(10).measured.buffer).not.toBe(third.measured.buffer);
});

it("a room is given back whole, also by whoever saw a part of it", () => {
  const room = takeRoom(2000);
  giveBack({ ...room, inner: room.inner.subarray(0, 3), outer: room.outer.subarray(0, 3) });
  expect(takeRoom(2000).inner.buffer).toBe(room.inner.buffer);
});

it("a room as large as only a push needs is not kept", () => {
  const room = takeRoom(200_000);
  giveBack(room);
  expect(takeRoom(200_000).inner.buffer).not.toBe(room.inner.buffer);
});
