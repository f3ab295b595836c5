import { drawMs, latencies } from "../latency.ts";
import type { SpanName } from "../latency.ts";
import type { Course } from "../courses/index.ts";
import type { Device } from "../device.ts";
import type { HostState } from "../host-state.ts";
import type { Pen } from "../pen.ts";
import { scepMessage } from "../formats/scep-message.ts";

/** One request while it is being told. */
export interface Telling {
  readonly host: HostState;
  readonly device: Device;
  readonly course: Course;
  readonly pen: Pen;
  readonly id: string;
  /** RequestId at the CA, and the serial number that AD CS makes of it. */
  readonly caId: number;
  readonly serial: string;
  /** Percent-encoded PKIOperation message of devices that use GET. */
  readonly message: string;
  /** Activity of the connector; CorrelationGuid of a Windows device. */
  readonly activity: string;
  readonly attempt: string;
  readonly fileName: string;
}

/** Moments of the device's talk with the server, for the device's own log. */
export interface Talk {
  readonly capabilitiesAt: number;
  readonly certificateAt: number;
  readonly operationAt: number;
  readonly repliedAt: number;
}

export function createTelling(parts: Pick<Telling, "host" | "device" | "course" | "pen" | "id">): Telling {
  const { random, caId } = parts.host;
  const id = caId();
  const number = id.toString(16).padStart(8, "0");
  return {
    ...parts,
    caId: id,
    // Default AD CS serial numbers hold the RequestId twice: after the first byte, and at the end.
    serial: `61${number}${random.hex(20)}${number}`,
    message: parts.device.usesGet ? messageOf(parts) : "",
    activity: random.guid(),
    attempt: random.guid(),
    fileName: `${random.hex(32).toUpperCase()}.CRS`,
  };
}

export function after(telling: Telling, name: SpanName): number {
  return drawMs(latencies[name], telling.host.random);
}

function messageOf(parts: Pick<Telling, "host" | "device">): string {
  const { transactionId } = parts.device;
  const encryptedBytes = 2600 + parts.host.random.below(400);
  const message = { transactionId, messageType: "19", form: "ber", encryptedBytes } as const;
  const text = scepMessage(message, parts.host.random).toString("base64");
  return text.replaceAll(/[+/=]/g, (letter) => encodeURIComponent(letter));
}
