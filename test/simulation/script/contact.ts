import type { Talk, Telling } from "./request.ts";
import type { Status } from "../courses/index.ts";

/** The rows of GetCACaps and GetCACert, seconds before the operation. */
export function tellContact(
  telling: Telling,
  operationAt: number,
): Pick<Talk, "capabilitiesAt" | "certificateAt"> {
  const { random } = telling.host;
  const certificateAt = operationAt - 400 - random.exponential(1500);
  const capabilitiesAt = certificateAt - 150 - random.exponential(700);
  const { gets, httpError } = telling.course.contact;
  if (gets !== null) {
    row(telling, { name: "GetCACaps", role: "capabilities", at: capabilitiesAt, status: gets });
    // A device that was refused once does not go on.
    if (gets.status === 200)
      row(telling, { name: "GetCACert", role: "ca-certificate", at: certificateAt, status: gets });
  }
  if (httpError?.of === "get") {
    const uri = `${telling.device.stem}?operation=GetCACaps&message=${telling.device.authority}`;
    tellHttpError(telling, { at: capabilitiesAt, method: "GET", uri });
  }
  return { capabilitiesAt, certificateAt };
}

/** The row of the operation, or what HTTP.sys says in its place. */
export function tellOperation(telling: Telling, begin: number, end: number): void {
  const { device, course, pen } = telling;
  const whole = device.usesGet
    ? `operation=PKIOperation&message=${telling.message}`
    : "operation=PKIOperation";
  const query = device.usesGet && telling.host.plan.elidesQueries ? "..." : whole;
  const method = device.usesGet ? "GET" : "POST";
  const { operation, httpError } = course.contact;
  if (operation !== null) {
    const call = { ...operation, begin, end, method, stem: device.stem, query, client: device.address };
    pen.iis({ ...call, agent: device.agent, forwardedFor: device.address }, "pki-operation");
  }
  if (httpError?.of === "operation")
    tellHttpError(telling, { at: end, method, uri: `${device.stem}?${whole}` });
}

interface Get {
  readonly name: string;
  readonly role: string;
  readonly at: number;
  readonly status: Status;
}

function row(telling: Telling, get: Get): void {
  const { device, pen, host } = telling;
  const call = {
    ...get.status,
    begin: get.at,
    end: get.at + 2 + host.random.exponential(25),
    method: "GET",
    stem: device.stem,
    query: `operation=${get.name}&message=${device.authority}`,
    client: device.address,
    agent: device.agent,
    forwardedFor: device.address,
  };
  pen.iis(call, get.role);
}

function tellHttpError(telling: Telling, call: { at: number; method: string; uri: string }): void {
  const { httpError } = telling.course.contact;
  if (httpError === null) return;
  const { status, reason } = httpError;
  const port = 40_000 + telling.host.random.below(20_000);
  const row = { client: telling.device.address, port, method: call.method, uri: call.uri, status, reason };
  telling.pen.httpError(call.at, { ...row, queue: reason === "URL_Length" ? "-" : "SCEP" });
}
