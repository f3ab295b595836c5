/** How a server that follows another is told, whoever meets it. Redis itself calls its role `slave`. */
export const replicaWords = {
  what: "it is a replica, which cannot be written",
  remedy: "name the master, or the sentinels that know it",
} as const;
