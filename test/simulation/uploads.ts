import type { HostState, Upload } from "./host-state.ts";
import { createPen } from "./pen.ts";

const batchMax = 10;

/** The connector looks into the Processing folder at `at` and uploads what lies there. Returns nothing: it writes. */
export function tellUploads(host: HostState, at: number): void {
  const due = host.uploads.filter((upload) => upload.readyAt <= at);
  if (due.length === 0) return;
  const left = host.uploads.filter((upload) => upload.readyAt > at);
  host.uploads.splice(0, host.uploads.length, ...left);
  let begin = at;
  for (let first = 0; first < due.length; first += batchMax)
    begin = tellBatch(host, due.slice(first, first + batchMax), begin) + 40;
}

function tellBatch(host: HostState, batch: readonly Upload[], begin: number): number {
  const { random } = host;
  const nobody = createPen(host, null);
  const thread = host.connectorThreads.take(begin, begin + 60_000);
  let at = begin;
  const say = (text: string, failed = false): void => {
    at += 1 + random.exponential(4);
    nobody.uploader({ at, thread, text, role: "upload-batch", error: failed });
  };
  say("Uploading data to Connector service");
  for (const upload of batch) {
    at += 1 + random.exponential(3);
    const text = `UploadCertificateData: processing entry with the following certificateData: UserID - ${upload.userId} DeviceID - ${upload.deviceId}`;
    createPen(host, upload.request).uploader({ at, thread, text, role: "upload" });
  }
  say("UploadCertificateData: done processing certificateData - serializing certificateRequestData");
  say("SerializeMessage: data");
  say("SerializeMessage: done serializing data - calling upload");
  say(`Preparing connector messages to be uploaded to NDESConnector service - list count ${batch.length}`);
  say("TableName: DeviceCrpRequestOperation: UBlockData: System.Byte[]");
  say("Uploading data to NDESConnector service");
  say(`Activity ID: ${random.guid()}`);
  at += 200 + random.exponential(400);
  for (const upload of batch) {
    at += 2;
    createPen(host, upload.request).status(at, upload.name, {
      state: upload.folder,
      content: upload.content,
    });
  }
  const failed = batch.every((upload) => upload.folder === "Failed");
  say(
    failed
      ? "Failed to upload the data. System.Net.WebException: The operation has timed out"
      : "Successfully uploaded the data.",
    failed,
  );
  return at;
}
