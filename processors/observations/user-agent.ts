import type { Platform } from "../contract/index.ts";
import { remembered } from "../records/index.ts";

/**
 * The platform behind a user agent of a SCEP client (as logged by IIS, `+` for a blank; samples in Microsoft's articles
 * and public issues). The Windows one is CertEnroll in general, so it proves Windows, not Intune.
 */
export const platformOf: (userAgent: string) => Platform = remembered(
  (userAgent) => agents.find(([form]) => form.test(userAgent.slice(0, 512)))?.[1] ?? "unknown",
  4096,
);

const agents: readonly (readonly [RegExp, Platform])[] = [
  [/NDES[+ ]client/i, "windows"],
  [/^Dalvik|Android|^okhttp/i, "android"],
  [/^profiled\b/i, "ios"],
  [/^mdmclient\b|^CertificateService\b|x86_64|Macintosh/i, "macos"],
  [/CFNetwork|iPhone|iPad/i, "ios"],
];

/**
 * Whether a caller is no device: what load balancers, monitors, scanners and people's tools call themselves. They fetch the CA certificates all day and never enrol.
 *
 * Source: the makers' pages on their health checks (AWS, Azure, Google Cloud, Kubernetes, Prometheus) and the usual names of the tools.
 */
export const isMonitor: (userAgent: string) => boolean = remembered(
  (userAgent) => monitors.test(userAgent.slice(0, 512)),
  4096,
);

const monitors =
  /health|probe|monitor|load[+ ]?balancer|^GoogleHC|check_http|blackbox|^Prometheus|zabbix|nagios|icinga|PRTG|uptime|pingdom|datadog|site24x7|statuscake|zgrab|nmap|masscan|^curl\/|^Wget\/|^python-|PowerShell|^Go-http-client/i;
