/** What whoever reads that a service is waited for can do. */
export function doctorOf(role: "collect" | "process" | "serve"): string {
  return `\`scepscope doctor ${role}\` says what is wrong, with the same configuration`;
}
