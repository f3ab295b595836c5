/** The values of one event as they stand in the file: still escaped, not yet decoded. */
export interface EventParts {
  readonly eventId: string;
  readonly level: string;
  readonly time: string;
  readonly source: string;
  readonly activityId: string;
  readonly relatedActivityId: string;
  readonly process: string;
  readonly processId: string;
  readonly thread: string;
  readonly computer: string;
  readonly text: string;
}

/** Stands for "no activity". */
export const zeroGuid: string = "{00000000-0000-0000-0000-000000000000}";
