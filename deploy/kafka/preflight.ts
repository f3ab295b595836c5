import kafkajs from "kafkajs";
import type { Admin, PartitionMetadata } from "kafkajs";
import { brokerType } from "../../collectors/contract/index.ts";
import { limitFindings } from "./topic-findings.ts";
import type { Finding, TopicNeeds } from "./topic-findings.ts";

/**
 * Looks whether a topic is as collectors and processors need it; changes nothing. Rejects when Kafka cannot be reached: what the client then says is for whoever asked. Of
 * the rights to write and to read `mayWrite` and `mayRead` tell.
 */
export async function preflight(admin: Admin, needs: TopicNeeds): Promise<readonly Finding[]> {
  const topics = await admin.listTopics();
  const { brokers } = await admin.describeCluster();
  const reach: Finding = {
    level: "ok",
    about: "brokers",
    says: `${brokers.length} of them answer`,
    remedy: "",
  };
  const wanted = needs.rejectedTopic === null ? [needs.topic] : [needs.topic, needs.rejectedTopic];
  const findings = wanted.map((topic) => existence(topics, topic));
  if (!topics.includes(needs.topic)) return [reach, ...findings];
  const metadata = await admin.fetchTopicMetadata({ topics: [needs.topic] });
  const layout = layoutFindings(metadata.topics[0]?.partitions ?? [], brokers.length);
  const settings = await settingFindings(admin, needs);
  const group = needs.groupId === null ? [] : [await groupFinding(admin, needs.groupId)];
  return [reach, ...findings, ...layout, ...settings, ...group];
}

async function groupFinding(admin: Admin, groupId: string): Promise<Finding> {
  const about = `group ${groupId}`;
  try {
    const { groups } = await admin.describeGroups([groupId]);
    const members = groups[0]?.members.length ?? 0;
    return { level: "ok", about, says: `${members} processors are in it`, remedy: "" };
  } catch (error) {
    // To a user without rights Kafka says that nobody coordinates the group.
    const isUnseen = error instanceof Error && error.name === "KafkaJSGroupCoordinatorNotFound";
    const isMoving = brokerType(error) === "NOT_COORDINATOR_FOR_GROUP";
    if (!isUnseen && !isMoving && !isRefusal(error)) throw error;
    return {
      level: "bad",
      about,
      says: "this user may not read in this group, or no broker coordinates it yet",
      remedy: "give it the right to read and to describe the group",
    };
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && /AUTHORIZATION|not authorized/i.test(error.message);
}

function existence(topics: readonly string[], topic: string): Finding {
  return topics.includes(topic)
    ? { level: "ok", about: topic, says: "the topic is there", remedy: "" }
    : {
        level: "bad",
        about: topic,
        says: "there is no such topic, or this user may not see it",
        remedy:
          "create it, or start a collector once with --create-topics; else give this user the right to describe it",
      };
}

function layoutFindings(partitions: readonly PartitionMetadata[], brokers: number): readonly Finding[] {
  const replicas = Math.min(...partitions.map((one) => one.replicas.length));
  const lagging = partitions.filter(({ isr, replicas: all }) => isr.length < all.length).length;
  return [
    {
      level: partitions.length > 1 ? "ok" : "warn",
      about: "partitions",
      says: `${partitions.length}: so many processors at most share the work`,
      remedy:
        partitions.length > 1
          ? ""
          : "make the topic with more: later ones are used only by collectors that start anew",
    },
    {
      level: replicas > 1 ? "ok" : "warn",
      about: "replicas",
      says: `${replicas} of each partition on ${brokers} brokers`,
      remedy:
        replicas > 1
          ? ""
          : "with one, a broker that is lost takes its slices with it: use three brokers and replicas",
    },
    {
      level: lagging === 0 ? "ok" : "warn",
      about: "in-sync replicas",
      says: lagging === 0 ? "all are in sync" : `${lagging} partitions have replicas that are behind`,
      remedy: lagging === 0 ? "" : "look at the brokers: one is down or slow",
    },
  ];
}

async function settingFindings(admin: Admin, needs: TopicNeeds): Promise<readonly Finding[]> {
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: needs.topic };
  try {
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
    const entries = resources[0]?.configEntries ?? [];
    return limitFindings(new Map(entries.map((one) => [one.configName, one.configValue])), needs);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [
      {
        level: "warn",
        about: "settings of the topic",
        says: "this user may not look at them",
        remedy: "give it DescribeConfigs on the topic, or look yourself",
      },
    ];
  }
}
