import kafkajs from "kafkajs";
import type { MemberDescription } from "kafkajs";
import { expect, test } from "vitest";
import { readersIn } from "../../../../deploy/kafka/topic-standing.ts";

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
const none = Buffer.alloc(0);

function member(memberId: string, more: Partial<MemberDescription>): MemberDescription {
  return {
    clientHost: "/10.0.0.7",
    clientId: "scepscope",
    memberId,
    memberAssignment: none,
    memberMetadata: none,
    ...more,
  };
}

const reads = (...partitions: number[]): Buffer =>
  MemberAssignment.encode({ version: 1, assignment: { slices: partitions }, userData: none });
const says = (words: string): Buffer =>
  MemberMetadata.encode({ version: 1, topics: ["slices"], userData: Buffer.from(words) });

test("a reader is told with what it says of itself, or by its id where it says nothing, nothing yet, or something else", () => {
  const members = [
    member("a", { memberAssignment: reads(0, 1), memberMetadata: says("ndes-kafka 4711") }),
    member("b", { memberAssignment: reads(2), memberMetadata: says("") }),
    member("c", { memberAssignment: reads(3) }),
    member("d", { memberAssignment: reads(4), memberMetadata: Buffer.from([0, 1, 0]) }),
  ];
  expect([...readersIn(members, "slices")]).toEqual([
    [0, "scepscope at 10.0.0.7 (ndes-kafka 4711)"],
    [1, "scepscope at 10.0.0.7 (ndes-kafka 4711)"],
    [2, "scepscope at 10.0.0.7 (b)"],
    [3, "scepscope at 10.0.0.7 (c)"],
    [4, "scepscope at 10.0.0.7 (d)"],
  ]);
});

test("a member that has no partition yet, reads another topic, or tells its partitions in another form reads none", () => {
  const members = [
    member("a", { memberMetadata: says("x") }),
    member("b", { memberAssignment: reads(0) }),
    member("c", { memberAssignment: Buffer.from([0, 1]) }),
  ];
  expect([...readersIn(members, "others")]).toEqual([]);
});
