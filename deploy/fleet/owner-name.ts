import type { Config } from "../config/index.ts";

type Fleet = Pick<Config["kafka"], "groupId" | "topic">;

/** Who has a partition of the store, for people; `reader` names machine and process. */
export function ownerName(reader: string, fleet: Fleet): string {
  return `${reader}${memberOf(fleet)}`;
}

/** That a partition belongs to a process of another group or topic, and what to do; null: it does not, or nobody said. Pure. */
export function foreignOwner(owner: string | null, fleet: Fleet): string | null {
  if (owner === null || owner.endsWith(memberOf(fleet))) return null;
  return `it was taken up by ${owner}, which is none of the${memberOf(fleet).slice(1)}: two groups or two fleets on one store take it from each other. Stop one of them, or give each fleet its own \`redis.keyPrefix\` and all processors of one the same \`kafka.groupId\``;
}

function memberOf({ groupId, topic }: Fleet): string {
  return `, group ${groupId} of the topic ${topic}`;
}
