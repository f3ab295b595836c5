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
