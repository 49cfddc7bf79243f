/** What Jest writes with `--json`, as far as it is read here. */
export interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number | null;
    }[];
  }[];
}

export interface ReliabilityReport {
  readonly commit: string | null;
  readonly started: string;
  readonly seconds: number;
  readonly versions: Readonly<Record<string, string | null>>;
  readonly machine: object;
  readonly problems: readonly string[];
  readonly tests: {
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
    readonly files: number;
    readonly filesNotRun: readonly string[];
  } | null;
  readonly plantedFaults: object | null;
  readonly tamper: object | null;
  readonly figures: Readonly<Record<string, object>>;
  readonly durations: readonly {
    readonly file: string;
    readonly seconds: number;
    readonly tests: readonly {
      readonly test: string;
      readonly status: string;
      readonly seconds: number | null;
    }[];
  }[];
  readonly notShown: readonly string[];
}

export function buildReport(run: {
  readonly commit: string | null;
  readonly started: Date;
  readonly ended: Date;
  readonly node: string;
  readonly machine: object;
  readonly project: string;
  readonly results: JestResults | undefined;
  readonly figures: Readonly<Record<string, object>>;
  readonly problems: readonly string[];
  readonly status: number | null;
}): { readonly report: ReliabilityReport; readonly status: number };

export function gatherFigures(folder: string): {
  readonly figures: Readonly<Record<string, object>>;
  readonly problems: readonly string[];
};

export function readJson(path: string): { readonly value?: unknown; readonly problem?: string };
