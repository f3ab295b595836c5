/** Events as `wevtutil qe /f:xml` and the Event Viewer write them; names and texts are invented. */
export interface XmlEvent {
  readonly id?: number;
  readonly recordId?: number;
  readonly at?: string;
  readonly quote?: "'" | '"';
  readonly values?: readonly (readonly [name: string, value: string])[];
  readonly userData?: string;
  readonly message?: string;
  readonly correlation?: string;
}

export function xmlEvent(event: XmlEvent = {}): string {
  const q = event.quote ?? "'";
  const attribute = (name: string, value: string): string => ` ${name}=${q}${escapeXml(value)}${q}`;
  const values = (event.values ?? [["ErrorCode", "0x80070005"]]).map(
    ([name, value]) => `<Data${name === "" ? "" : attribute("Name", name)}>${escapeXml(value)}</Data>`,
  );
  const correlation = event.correlation === undefined ? "" : attribute("ActivityID", event.correlation);
  const rendering =
    event.message === undefined
      ? ""
      : `<RenderingInfo${attribute("Culture", "en-US")}><Message>${escapeXml(event.message)}</Message><Level>Error</Level><Task></Task><Opcode>Info</Opcode><Channel>Application</Channel><Provider>Invented</Provider><Keywords><Keyword>Classic</Keyword></Keywords></RenderingInfo>`;
  return [
    `<Event${attribute("xmlns", "http://schemas.microsoft.com/win/2004/08/events/event")}><System>`,
    `<Provider${attribute("Name", "Microsoft-Windows-NetworkDeviceEnrollmentService")}${attribute("Guid", "{5d2d6c3f-0f5a-4a57-8a8e-111122223333}")}/>`,
    `<EventID>${event.id ?? 31}</EventID><Version>0</Version><Level>2</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords>`,
    `<TimeCreated${attribute("SystemTime", event.at ?? "2026-11-22T10:00:00.1234567Z")}/><EventRecordID>${event.recordId ?? 77}</EventRecordID>`,
    `<Correlation${correlation}/><Execution${attribute("ProcessID", "6500")}${attribute("ThreadID", "6016")}/>`,
    `<Channel>Application</Channel><Computer>ndes01.contoso.test</Computer><Security${attribute("UserID", "S-1-5-21-1-2-3-1105")}/></System>`,
    event.userData === undefined
      ? `<EventData>${values.join("")}</EventData>`
      : `<UserData>${event.userData}</UserData>`,
    `${rendering}</Event>`,
  ].join("");
}

export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;")
    .replaceAll("\r", "&#xD;");
}
