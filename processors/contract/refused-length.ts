/**
 * Whether IIS refused a call for its length: 414 by itself, 404.14 and 404.15 by request filtering.
 *
 * Source: Microsoft's list of HTTP status codes in IIS.
 */
export function wasTooLong({
  status,
  substatus,
}: {
  readonly status?: number | undefined;
  readonly substatus?: number | undefined;
}): boolean {
  return status === 414 || (status === 404 && (substatus === 14 || substatus === 15));
}
