import { StoreFailed, grouped } from "../../contract/index.ts";
import { factsOf } from "./facts.ts";
import { wordOf } from "./failure.ts";
import { bad, ok } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { Link } from "./link.ts";
import { textOf } from "./reply.ts";
import { uncovered } from "./way-trouble.ts";

export interface ClusterShape {
  readonly finding: Finding;
  /** That share what is kept; 0: nobody may ask. */
  readonly masters: number;
}

/** Of whoever is to find the nodes of a cluster. */
export const clusterRights = "+cluster|slots +cluster|info";
const slots = 16_384;

/** Whether a node knows an owner that answers for each slot. */
export async function clusterShape(link: Link): Promise<ClusterShape> {
  const told = await whatNodeTells(link);
  if (told === null)
    return {
      finding: bad("this user may not find the nodes of the cluster", `give it \`${clusterRights}\``),
      masters: 0,
    };
  const facts = factsOf(told);
  const number = (name: string): number => Number(facts.get(name) ?? 0);
  const masters = Math.max(1, number("cluster_size"));
  if (facts.get("cluster_state") === "ok" && number("cluster_slots_ok") === slots)
    return { finding: ok(`it is of a cluster with ${masters} masters`), masters };
  const says = `${uncovered.what}: ${grouped(number("cluster_slots_ok"))} of ${grouped(slots)} are`;
  return { finding: bad(says, uncovered.remedy), masters };
}

/** Null: the user may not ask. */
async function whatNodeTells(link: Link): Promise<string | null> {
  try {
    return textOf(await link.call("cluster", ["info"]));
  } catch (error) {
    const { cause } = error instanceof StoreFailed ? error : { cause: error };
    if (cause instanceof Error && wordOf(cause) === "NOPERM") return null;
    throw error;
  }
}
