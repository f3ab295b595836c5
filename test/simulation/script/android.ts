import { isoOf } from "../clock.ts";
import type { Talk, Telling } from "./request.ts";
import { createDeviceLog, profileKeys, serverUrl } from "./device-log.ts";

const enrollment = "com.microsoft.omadm.platforms.android.certmgr.CertificateEnrollmentManager";
const machine = "com.microsoft.omadm.platforms.android.certmgr.state.NativeScepCertInstallStateMachine";
const rootMachine = "com.microsoft.omadm.platforms.android.certmgr.state.NativeRootCertInstallStateMachine";

/** `<local time, 7 decimals, no zone>  LEVEL  Event  <class>  <process>  <thread>  <message>` */
export function omadmLine(
  stamp: number,
  line: { level: string; source: string; process: number; text: string },
): string {
  return `${isoOf(stamp)}  ${line.level}  Event  ${line.source}  ${line.process}    10  ${line.text}`;
}

/** What the Company Portal writes about one request, from its start to the end of the installation. */
export function tellAndroid(telling: Telling, talk: Talk): void {
  const log = createDeviceLog(telling, "omadm");
  const key = profileKeys(telling.device).android;
  const process = 9000 + (telling.caId % 9000);
  const say = (at: number, source: string, text: string): void => {
    const level = source === machine || source === rootMachine ? "INFO" : "VERB";
    log(at, (stamp) => omadmLine(stamp, { level, source, process, text }));
  };
  tellRoot(telling, talk, say);
  say(talk.capabilitiesAt - 420, enrollment, "There are 1 requests");
  say(talk.capabilitiesAt - 419, enrollment, `Trying to enroll certificate request: ${key}`);
  if (telling.course.device === "root-missing") return;
  tellCalls(telling, talk, say);
  tellStates(telling, talk, (at, from, to) =>
    say(at, machine, `SCEP cert '${key}' state changed from ${from} to ${to}`),
  );
}

type Say = (at: number, source: string, text: string) => void;

function tellRoot(telling: Telling, talk: Talk, say: Say): void {
  const steps = ["CERT_INSTALL_REQUESTED", "CERT_INSTALLING", "CERT_INSTALL_SUCCESS"];
  const reached = telling.course.device === "root-missing" ? 1 : steps.length;
  let previous = "CERT_INSTALL_REQUESTED";
  for (const [index, state] of steps.slice(0, reached).entries()) {
    say(
      talk.capabilitiesAt - 9000 + index * 1500,
      rootMachine,
      `Root cert '17' state changed from ${previous} to ${state}`,
    );
    previous = state;
  }
}

function tellCalls(telling: Telling, talk: Talk, say: Say): void {
  const { course, device } = telling;
  const transport = "org.jscep.transport.UrlConnectionGetTransport";
  const answer = course.device === "unreachable" ? unreachableAnswer(telling) : "200 OK";
  for (const [name, at] of [
    ["GetCACaps", talk.capabilitiesAt],
    ["GetCACert", talk.certificateAt],
  ] as const) {
    const call = `${name}(ca) to ${serverUrl(telling)}?operation=${name}&message=ca`;
    say(at - 30, transport, `Sending ${call}`);
    say(at + 60, transport, `Received '${answer}' when sending ${call}`);
    if (answer !== "200 OK" && course.contact.operation === null) return;
  }
  if (course.device === "chain-missing") {
    say(
      talk.certificateAt + 300,
      enrollment,
      "Unable to build the certificate chain: issuer certificate not found while encoding the SCEP message",
    );
    return;
  }
  const begin = talk.operationAt;
  const encoder = "org.jscep.message.PkiMessageEncoder";
  const csr = "messageData=org.spongycastle.pkcs.PKCS10CertificationRequest@6b1a2c3";
  const message = `org.jscep.message.PkcsReq@2c11f0a9[${csr},messageType=PKCS_REQ,senderNonce=Nonce [${nonce(device.keyId)}],transId=${device.transactionId}]`;
  say(begin - 160, encoder, `Encoding message: ${message}`);
  say(begin - 100, encoder, `Signing pkiMessage using key belonging to [dn=${device.subject}; serial=1]`);
  say(
    begin - 20,
    "org.jscep.transaction.EnrollmentTransaction",
    "Sending org.spongycastle.cms.CMSSignedData@1d8755f",
  );
  tellResponse(telling, talk, say);
}

function unreachableAnswer(telling: Telling): string {
  return telling.course.contact.gets?.status === 500 ? "500 Internal Server Error" : "504 Gateway Timeout";
}

function tellResponse(telling: Telling, talk: Talk, say: Say): void {
  const { course, device } = telling;
  if (
    course.contact.operation?.status !== 200 ||
    course.device === "silent" ||
    course.device === "unreachable"
  )
    return;
  const good = course.device !== "refused";
  const result = good ? "failInfo=<null>,pkiStatus=SUCCESS" : "failInfo=BAD_REQUEST,pkiStatus=FAILURE";
  const nonces = `recipientNonce=Nonce [${nonce(device.keyId)}],messageData=org.spongycastle.cms.CMSSignedData@27cc1198`;
  const tail = `messageType=CERT_REP,senderNonce=Nonce [${nonce(device.thumbprint)}],transId=${device.transactionId}`;
  say(
    talk.repliedAt + 90,
    "org.jscep.transaction.EnrollmentTransaction",
    `Response: org.jscep.message.CertRep@3150aa7b[${result},${nonces},${tail}]`,
  );
}

const nonce = (hex: string): string => hex.slice(0, 32).toUpperCase();

function tellStates(
  telling: Telling,
  talk: Talk,
  change: (at: number, from: string, to: string) => void,
): void {
  const end = telling.course.device;
  const all = [
    "CERT_ENROLLED",
    "CERT_INSTALL_REQUESTED",
    "CERT_INSTALLING",
    "CERT_ACCESS_REQUESTED",
    "CERT_ACCESS_GRANTED",
  ];
  const paths = new Map([
    ["installed", all],
    ["waits", all.slice(0, 2)],
    ["install-failed", [...all.slice(0, 3), "CERT_INSTALL_FAILED"]],
  ]);
  let at = talk.repliedAt + 300;
  const states = paths.get(end) ?? [];
  for (const [index, state] of states.slice(1).entries()) {
    change(at, states[index] ?? "", state);
    at += 400 + telling.host.random.exponential(6000);
  }
}
