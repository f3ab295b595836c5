import type { Observation } from "../contract/index.ts";
import type { EventRecord } from "../records/index.ts";
import { observeCa } from "./ca.ts";
import { observeCertEnroll } from "./certenroll.ts";
import { observeConnector } from "./connector.ts";
import { observeLegacyConnector } from "./legacy-connector.ts";
import { observeLostEvents } from "./lost-events.ts";
import { observeNdes } from "./ndes.ts";
import type { ObserveContext } from "./observe-context.ts";
import { observeApplicationError, observeWas, observeWebEvent } from "./system.ts";
import { observeWindowsDevice } from "./windows-device.ts";

/** An event is told by its provider, and only when that names none of ours by its channel. All others are let go. */
export function observeEvent(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  const observeIt = sources.get(record.provider) ?? sourceOf(record);
  if (observeIt !== null) observeIt(record, context, out);
}

type ObserveEvent = typeof observeCa;

const sources: ReadonlyMap<string, ObserveEvent> = new Map<string, ObserveEvent>([
  ["Microsoft-Intune-CertificateConnectors", observeConnector],
  ["PKICertificateConnectorSvc", observeConnectorHost],
  ["PFXCertificateConnectorSvc", observeConnectorHost],
  ["PkiRevokeConnectorSvc", observeConnectorHost],
  ["Microsoft Intune Connector", observeLegacyConnector],
  ["NDESConnector", observeLegacyConnector],
  ["Microsoft-Windows-NetworkDeviceEnrollmentService", observeNdes],
  ["Microsoft-Windows-CertificationAuthority", observeCa],
  ["Microsoft-Windows-Security-Auditing", observeCa],
  ["Microsoft-Windows-WAS", observeWas],
  ["WAS", observeWas],
  ["Application Error", observeApplicationError],
  ["Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider", observeWindowsDevice],
  ["Microsoft-Windows-CertificateServicesClient-CertEnroll", observeCertEnroll],
  ["scepscope", observeLostEvents],
]);

const spellings: ReadonlyMap<string, ObserveEvent> = new Map(
  [...sources].map(([name, source]) => [name.toLowerCase(), source]),
);

function sourceOf(record: EventRecord): ObserveEvent | null {
  const provider = record.provider.toLowerCase();
  const spelled = spellings.get(provider);
  if (spelled !== undefined) return spelled;
  if (provider.startsWith("asp.net")) return observeWebEvent;
  return channels.find(([form]) => form.test(record.channel))?.[1] ?? null;
}

const channels: readonly (readonly [RegExp, ObserveEvent])[] = [
  [/^Microsoft-Intune-CertificateConnectors\//i, observeConnector],
  [/^Microsoft Intune Connector$/i, observeLegacyConnector],
  [/^Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider\//i, observeWindowsDevice],
];

/** The parts of the unified connector that write to the Application log number their events in their own way. */
function observeConnectorHost(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  observeConnector(
    { ...record, eventId: record.eventId >= 4000 && record.eventId < 5000 ? 0 : record.eventId },
    context,
    out,
  );
}
