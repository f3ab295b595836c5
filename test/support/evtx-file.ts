/*
 * Writes .evtx files from the published description of the format (libevtx). It shares no code with the reader. Names stand inline
 * where they are first used in a chunk, each template in the first record that uses it, as Windows does it.
 */

/** A value with its type (`0x01` string, `0x0d` boolean, `0x21` a fragment, …) as stored. */
export interface EvtxValue {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Content of a template: text, a hole by number (`optional` or not), or an element. */
export type EvtxNode =
  | string
  | { readonly hole: number; readonly optional?: boolean }
  | {
      readonly name: string;
      readonly attributes?: readonly (readonly [string, string | { readonly hole: number }])[];
      readonly content?: readonly EvtxNode[];
    };

export interface EvtxEvent {
  readonly id: number;
  /** FILETIME. */
  readonly written: bigint;
  /** Events with the same template object share its definition. */
  readonly template: EvtxNode;
  readonly values: readonly (EvtxValue | EvtxFragment)[];
  /** The elements stand in the record itself, as text, without a template; some forwarded events are so. */
  readonly inline?: boolean;
}

/** A nested event part with its own template. */
export interface EvtxFragment {
  readonly template: EvtxNode;
  readonly values: readonly EvtxValue[];
}

const chunkBytes = 65_536;

export function evtxFile(
  chunks: readonly (readonly EvtxEvent[] | Buffer)[],
  chunkCount: number = chunks.length,
): Buffer {
  const header = Buffer.alloc(4096);
  header.write("ElfFile\0", "latin1");
  header.writeUInt32LE(128, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(4096, 40);
  header.writeUInt16LE(chunkCount, 42);
  return Buffer.concat([
    header,
    ...chunks.map((chunk) => (Buffer.isBuffer(chunk) ? chunk : evtxChunk(chunk))),
  ]);
}

export function evtxChunk(events: readonly EvtxEvent[]): Buffer {
  const writer = new ChunkWriter();
  for (const event of events) writer.event(event);
  return writer.finish();
}

class ChunkWriter {
  private readonly chunk = Buffer.alloc(chunkBytes);
  private readonly names = new Map<string, number>();
  private readonly templates = new Map<EvtxNode, number>();
  private at = 512;

  event(event: EvtxEvent): void {
    const start = this.at;
    this.u32(0x2a2a);
    this.u32(0);
    this.u64(BigInt(event.id));
    this.u64(event.written);
    this.fragment(event);
    this.bytes(Buffer.alloc((8 - ((this.at + 4 - start) % 8)) % 8));
    this.u32(0);
    const size = this.at - start;
    this.chunk.writeUInt32LE(size, start + 4);
    this.chunk.writeUInt32LE(size, this.at - 4);
  }

  finish(): Buffer {
    this.chunk.write("ElfChnk\0", "latin1");
    this.chunk.writeUInt32LE(128, 40);
    this.chunk.writeUInt32LE(this.at, 48);
    return this.chunk;
  }

  private fragment(fragment: EvtxFragment | EvtxEvent): void {
    this.bytes(Buffer.from([0x0f, 1, 1, 0]));
    if ("id" in fragment && fragment.inline) {
      this.node(fragment.template);
      this.bytes(Buffer.from([0]));
      return;
    }
    this.bytes(Buffer.from([0x0c, 1]));
    this.u32(7);
    const known = this.templates.get(fragment.template);
    this.u32(known ?? this.at + 4);
    if (known === undefined) this.definition(fragment.template);
    const table = this.at;
    this.u32(fragment.values.length);
    this.bytes(Buffer.alloc(fragment.values.length * 4));
    fragment.values.forEach((value, index) => {
      const from = this.at;
      if ("bytes" in value) this.bytes(value.bytes);
      else this.fragment(value);
      this.chunk.writeUInt16LE(this.at - from, table + 4 + index * 4);
      this.chunk.writeUInt8("bytes" in value ? value.type : 0x21, table + 6 + index * 4);
    });
    if (!("id" in fragment)) this.bytes(Buffer.from([0]));
  }

  private definition(template: EvtxNode): void {
    this.templates.set(template, this.at);
    const start = this.at;
    this.bytes(Buffer.alloc(24));
    this.bytes(Buffer.from([0x0f, 1, 1, 0]));
    this.node(template);
    this.bytes(Buffer.from([0]));
    this.chunk.writeUInt32LE(this.at - start - 24, start + 20);
  }

  private node(node: EvtxNode): void {
    if (typeof node === "string") this.text(node);
    else if ("hole" in node) this.hole(node);
    else this.element(node);
  }

  private element(node: Extract<EvtxNode, { readonly name: string }>): void {
    const attributes = node.attributes ?? [];
    this.bytes(Buffer.from([attributes.length > 0 ? 0x41 : 0x01, 0xff, 0xff]));
    const sizeAt = this.at;
    this.u32(0);
    this.name(node.name);
    const listAt = this.at;
    if (attributes.length > 0) this.u32(0);
    attributes.forEach(([name, value], index) => {
      this.bytes(Buffer.from([index < attributes.length - 1 ? 0x46 : 0x06]));
      this.name(name);
      if (typeof value === "string") this.text(value);
      else this.hole(value);
    });
    if (attributes.length > 0) this.chunk.writeUInt32LE(this.at - listAt - 4, listAt);
    const content = node.content ?? [];
    this.bytes(Buffer.from([content.length > 0 ? 0x02 : 0x03]));
    for (const child of content) this.node(child);
    if (content.length > 0) this.bytes(Buffer.from([0x04]));
    this.chunk.writeUInt32LE(this.at - sizeAt - 4, sizeAt);
  }

  private name(name: string): void {
    const known = this.names.get(name);
    this.u32(known ?? this.at + 4);
    if (known !== undefined) return;
    this.names.set(name, this.at);
    this.bytes(Buffer.alloc(6));
    this.u16(name.length);
    this.bytes(Buffer.from(`${name}\0`, "utf16le"));
  }

  private text(text: string): void {
    this.bytes(Buffer.from([0x05, 0x01]));
    this.u16(text.length);
    this.bytes(Buffer.from(text, "utf16le"));
  }

  private hole(node: { readonly hole: number; readonly optional?: boolean }): void {
    this.bytes(Buffer.from([node.optional === false ? 0x0d : 0x0e]));
    this.u16(node.hole);
    this.bytes(Buffer.from([0x01]));
  }

  private bytes(bytes: Uint8Array): void {
    this.chunk.set(bytes, this.at);
    this.at += bytes.length;
  }

  private u16(value: number): void {
    this.at = this.chunk.writeUInt16LE(value, this.at);
  }

  private u32(value: number): void {
    this.at = this.chunk.writeUInt32LE(value, this.at);
  }

  private u64(value: bigint): void {
    this.at = this.chunk.writeBigUInt64LE(value, this.at);
  }
}

export const evtxString = (text: string): EvtxValue => ({ type: 0x01, bytes: Buffer.from(text, "utf16le") });
export const evtxNull: EvtxValue = { type: 0x00, bytes: new Uint8Array() };

/** A number of a type in little-endian bytes. */
export function evtxNumber(type: number, size: number, value: bigint): EvtxValue {
  return {
    type,
    bytes: Buffer.from(
      Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn)),
    ),
  };
}

const system: EvtxNode = {
  name: "System",
  content: [
    {
      name: "Provider",
      attributes: [
        ["Name", { hole: 0 }],
        ["Guid", "{1C4A0E2B-7D11-4F5E-9A3C-5B6D7E8F9012}"],
      ],
    },
    { name: "EventID", attributes: [["Qualifiers", { hole: 1 }]], content: [{ hole: 2 }] },
    { name: "Level", content: [{ hole: 3 }] },
    { name: "TimeCreated", attributes: [["SystemTime", { hole: 4 }]] },
    { name: "EventRecordID", content: [{ hole: 5 }] },
    { name: "Correlation", attributes: [["ActivityID", { hole: 6 }]] },
    {
      name: "Execution",
      attributes: [
        ["ProcessID", { hole: 7 }],
        ["ThreadID", { hole: 8 }],
      ],
    },
    { name: "Channel", content: ["Application"] },
    { name: "Computer", content: [{ hole: 9 }] },
    { name: "Security", attributes: [["UserID", { hole: 10 }]] },
  ],
};

/** An event template with the usual System and the given rest, whose holes count from 11. */
export function eventTemplate(...rest: readonly EvtxNode[]): EvtxNode {
  return {
    name: "Event",
    attributes: [["xmlns", "http://schemas.microsoft.com/win/2004/08/events/event"]],
    content: [system, ...rest],
  };
}

export const januaryFiletime: bigint = 134_116_992_001_234_567n; // 2026-01-01T00:00:00.1234567Z

/** An event of the NDES service, `id` also its record id. */
export function ndesEvent(
  id: number,
  template: EvtxNode,
  ...rest: readonly (EvtxValue | EvtxFragment)[]
): EvtxEvent {
  const written = januaryFiletime + BigInt(id) * 10_000_000n;
  const values = [
    evtxString("Microsoft-Windows-NetworkDeviceEnrollmentService"),
    evtxNull,
    evtxNumber(0x06, 2, 29n),
    evtxNumber(0x04, 1, 2n),
    evtxNumber(0x11, 8, written),
    evtxNumber(0x0a, 8, BigInt(id)),
    evtxNull,
    evtxNumber(0x08, 4, 4321n),
    evtxNumber(0x08, 4, 9n),
    evtxString("ndes01.contoso.test"),
    { type: 0x13, bytes: Buffer.from("010100000000000512000000", "hex") },
  ];
  return { id, written, template, values: [...values, ...rest] };
}
