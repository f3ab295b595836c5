import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeScepMessage, scepMessageFromQuery } from "../../processors/records/scep-message/index.ts";
import { messageFromWalk } from "../../processors/records/scep-message/message-from-walk.ts";

/** Real messages, looked at with another tool; the folder is named from outside and nothing of it is kept here. */
const folder = process.env["SCEPSCOPE_SAMPLES"] ?? "";

test.runIf(folder === "")("without SCEPSCOPE_SAMPLES the real SCEP messages are not looked at", () => {
  expect(folder).toBe("");
});

describe.skipIf(folder === "")("real SCEP messages", () => {
  test("a real request", () => {
    const bytes = readFileSync(join(folder, "scep_PKCSReq.der"));
    expect(decodeScepMessage(bytes)).toMatchObject({
      status: "whole",
      messageType: "19",
      transactionId: "A13090761A30F66664F85D37433D2065E1112BA1",
      senderNonce: "ae7fe8816cc6bedd",
      digestAlgorithm: "SHA-1",
      contentEncryption: "3DES-CBC",
      signer: { subject: "CN=MDM SCEP SIGNER, C=US", selfSigned: true, serialNumber: "1" },
    });
    expect(messageFromWalk(bytes)).toEqual(decodeScepMessage(bytes));
  });

  test("a real answer, to the same transaction", () => {
    const bytes = readFileSync(join(folder, "scep_CertRep.der"));
    expect(decodeScepMessage(bytes)).toMatchObject({
      status: "whole",
      messageType: "3",
      pkiStatus: "0",
      transactionId: "A13090761A30F66664F85D37433D2065E1112BA1",
      recipientNonce: "ae7fe8816cc6bedd",
      contentEncryption: "DES-CBC",
      // The certificate carries this identifier of its own key.
      signer: {
        subject: "C=USA, O=etcd-ca, OU=CA",
        publicKeyHash: "fa5c3fcf05a57b19b1449f13a6dce27775e6a693",
      },
    });
    expect(messageFromWalk(bytes)).toEqual(decodeScepMessage(bytes));
  });

  test("an iPhone's console: the requests by GET are cut by their author, and only what stands before the cut is told", () => {
    const lines = readFileSync(join(folder, "ios_profiled_ms_docs.log"), "utf8").split("\n");
    const messages = lines.flatMap((line) => scepMessageFromQuery(line) ?? []);
    expect(messages).toMatchObject([
      {
        status: "cut",
        digestAlgorithm: "SHA-512",
        contentEncryption: "3DES-CBC",
        transactionId: "",
        signer: null,
      },
      { status: "cut", digestAlgorithm: "SHA-512", contentEncryption: "", transactionId: "", signer: null },
    ]);
  });
});
