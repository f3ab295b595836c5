/**
 * Every threshold, volume and patience, in one table: what a values file may replace. The names say the unit (see `Numbers`). Servers of a small site have some
 * requests an hour, so counts are small, and shares are bound to a volume.
 */
export const usual = {
  // Stage 2: the device contacts NDES.
  ScepServerErrors: { severity: "critical", for: "2m", window: "15m", share: 0.1, count: 5, volume: 10 },
  ScepImpersonationRight: { severity: "critical", for: "0m", window: "15m", count: 2 },
  ScepAppPoolDown: { severity: "critical", for: "1m", window: "10m", count: 3 },
  ScepAppPoolCrashing: { severity: "warning", for: "0m", window: "1h", count: 2 },
  ScepNdesNotStarted: { severity: "critical", for: "5m", window: "1h", count: 1 },
  ScepUrlTooLong: { severity: "warning", for: "0m", window: "1h", count: 3 },
  ScepPolicyModuleMissing: { severity: "warning", for: "0m", window: "1h", count: 1 },
  ScepMessagesUnreadable: { severity: "warning", for: "5m", window: "1h", count: 5 },
  ScepNoPkiOperation: { severity: "warning", for: "5m", window: "1h", count: 5 },
  ScepDevicesGiveUp: { severity: "warning", for: "5m", window: "1h", count: 3 },

  // Stage 3: the challenge is verified.
  ScepVerifyFailing: { severity: "critical", for: "2m", window: "15m", share: 0.5, count: 5 },
  ScepClientCertificateUntrusted: { severity: "critical", for: "0m", window: "15m", count: 2 },
  ScepClientCertificateRejected: { severity: "critical", for: "0m", window: "15m", count: 2 },
  ScepSigningCertificateMissing: { severity: "critical", for: "1m", count: 2 },
  ScepVerifyBroken: { severity: "critical", for: "2m", count: 3 },
  ScepChallengesExpired: { severity: "warning", for: "5m", share: 0.2, count: 10 },

  // Stage 4: the CA issues.
  ScepCaUnreachable: { severity: "critical", for: "1m", window: "15m", count: 2 },
  ScepTemplateUnsupported: { severity: "critical", for: "2m", window: "15m", count: 3 },
  ScepEnrollPermissionDenied: { severity: "critical", for: "1m", window: "15m", count: 2 },
  ScepRevocationOffline: { severity: "critical", for: "1m", window: "15m", count: 2 },
  ScepIssueCertificateExpired: { severity: "critical", for: "1m", window: "15m", count: 2 },
  ScepKeyTooSmall: { severity: "warning", for: "1m", window: "1h", count: 3 },
  ScepSubjectRefused: { severity: "warning", for: "1m", window: "1h", count: 3 },
  ScepIssueFailing: { severity: "warning", for: "2m", window: "15m", count: 5 },
  ScepIssuePending: { severity: "warning", for: "0m", window: "1h", count: 1 },

  // Stages 5 and 6, and whole requests.
  ScepClientGone: { severity: "warning", for: "5m", share: 0.1, count: 5 },
  ScepReissueLoop: { severity: "warning", for: "0m", window: "6h", count: 1 },
  ScepReportBacklog: { severity: "warning", for: "5m", age: "30m", count: 3 },
  ScepNotifyLost: { severity: "warning", for: "5m", window: "30m", count: 3 },
  ScepUploadFailing: { severity: "warning", for: "5m", window: "30m", count: 3 },
  ScepUploadRetrying: { severity: "info", for: "15m", window: "30m", count: 5 },
  ScepRequestsStuck: { severity: "warning", for: "10m", count: 3 },
  ScepRequestsFailing: { severity: "warning", for: "5m", count: 5 },
  ScepFailuresUnexplained: { severity: "warning", for: "5m", share: 0.1, count: 5 },
  ScepFirstOfItsKind: { severity: "info", for: "0m", window: "2h", age: "4h" },

  // The goal.
  ScepErrorBudgetBurnsFast: {
    severity: "critical",
    for: "2m",
    window: "1h",
    recent: "15m",
    factor: 14,
    volume: 20,
  },
  ScepErrorBudgetBurns: {
    severity: "warning",
    for: "15m",
    window: "6h",
    recent: "30m",
    factor: 6,
    volume: 10,
  },
  ScepErrorBudgetLeaks: { severity: "info", for: "1h", window: "3d", recent: "6h", factor: 1, volume: 5 },
  ScepCertificatesSlow: {
    severity: "warning",
    for: "15m",
    window: "6h",
    recent: "1h",
    factor: 3,
    volume: 20,
  },

  // The host as a whole.
  ScepConnectorStopped: { severity: "critical", for: "5m" },
  ScepConnectorCertificateMissing: { severity: "critical", for: "0m" },
  ScepCertificateExpiring: { severity: "warning", for: "1h", age: "30d" },
  ScepCertificateExpiresSoon: { severity: "critical", for: "15m", age: "7d" },
  ScepClockSkew: { severity: "warning", for: "30m" },
  ScepLoggingIncomplete: { severity: "info", for: "1h" },

  // The pipeline: what is read.
  ScepCollectorSilent: { severity: "warning", for: "1m", age: "5m" },
  ScepSourceMissing: { severity: "warning", for: "15m" },
  ScepSourceUnreadable: { severity: "warning", for: "10m" },
  ScepSourceLagging: { severity: "warning", for: "15m", age: "15m" },
  ScepLogBytesMissing: { severity: "warning", for: "0m", window: "1h", bytes: 1 },
  ScepEventsLost: { severity: "warning", for: "0m", window: "1h", count: 1 },
  ScepCollectedTwice: { severity: "warning", for: "15m", window: "1h", share: 0.3, bytes: 1_000_000 },
  ScepTwoCollectors: { severity: "warning", for: "5m" },
  ScepRecordsRejected: { severity: "warning", for: "15m", window: "1h", share: 0.05, count: 100 },
  ScepRecordsLate: { severity: "info", for: "15m", window: "1h", share: 0.01, count: 100 },
  ScepAmbiguityRising: { severity: "info", for: "30m", window: "6h", share: 0.2, factor: 2, volume: 100 },
  ScepHostsUnlabelled: { severity: "info", for: "0m", window: "1h", count: 1 },

  // The pipeline: the process.
  ScepTargetDown: { severity: "critical", for: "5m" },
  ScepTargetMissing: { severity: "critical", for: "10m" },
  ScepProcessRestarting: { severity: "warning", for: "0m", window: "1h", count: 3 },
  ScepCommitsStopped: { severity: "critical", for: "5m", window: "10m", bytes: 1 },
  ScepCommitsSlow: { severity: "warning", for: "15m", window: "15m", age: "2s", share: 0.1 },
  ScepCheckpointOld: { severity: "critical", for: "2m", age: "10m" },
  ScepBacklogWaiting: { severity: "warning", for: "15m", bytes: 268_435_456 },
  ScepStateEvicted: { severity: "warning", for: "0m", window: "1h", count: 1 },

  // The pipeline: a fleet of processors.
  ScepBusAway: { severity: "critical", for: "2m" },
  ScepMessagesLost: { severity: "critical", for: "0m", window: "1h", count: 1 },
  ScepTopicAnew: { severity: "critical", for: "0m", window: "1h", count: 1 },
  ScepMessagesRejected: { severity: "warning", for: "0m", window: "1h", count: 1 },
  ScepMessagesWaiting: { severity: "warning", for: "15m", window: "15m", count: 1000 },
  ScepStoreRefusing: { severity: "critical", for: "2m" },
  ScepStoreUnsteady: { severity: "warning", for: "0m", window: "1h", count: 6 },
  ScepStateDamaged: { severity: "warning", for: "0m", window: "1h", count: 1 },
  ScepPartitionRebuilding: { severity: "info", for: "1m" },
  ScepRebuildLong: { severity: "warning", for: "1h" },
  ScepPartitionStopped: { severity: "critical", for: "5m", window: "10m", count: 1 },
  ScepPartitionFenced: { severity: "warning", for: "0m", window: "1h", count: 3 },
  ScepPartitionUnowned: { severity: "critical", for: "5m", window: "6h" },
  ScepNoProcessor: { severity: "critical", for: "5m", window: "6h" },
  ScepWatchdog: { severity: "info", for: "0m" },
} as const;

export type AlertName = keyof typeof usual;
