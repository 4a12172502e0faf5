/** What the bench asks its load generator, and what comes back. Times in milliseconds. */
export interface Target {
  readonly name: string;
  /** Origin of the address, e.g. `http://127.0.0.1:7743`. */
  readonly origin: string;
  readonly token: string;
  readonly model: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How the provider paces a stream; it reads this out of the prompt. */
export interface Pace {
  readonly tokens: number;
  readonly everyMs: number;
}

export interface Jobs {
  /** One request at a time. Within a round the targets take turns, so that drift of the machine hits all alike. */
  readonly latency: {
    readonly targets: readonly Target[];
    readonly rounds: number;
    readonly turns: number;
    readonly block: number;
    readonly promptBytes: number;
  };
  /** As many as fit into `ms`, or exactly `requests`. */
  readonly throughput: {
    readonly target: Target;
    readonly concurrency: number;
    readonly limit: { readonly ms: number } | { readonly requests: number };
  };
  /** One stream at a time. */
  readonly streams: {
    readonly targets: readonly Target[];
    readonly rounds: number;
    readonly block: number;
    readonly pace: Pace;
  };
  /** Many streams at once. */
  readonly crowd: { readonly target: Target; readonly streams: number; readonly pace: Pace };
  /** So many a second, whether or not those before have been answered. */
  readonly arrivals: { readonly target: Target; readonly perSecond: number; readonly ms: number };
  /** One request every so often, as a person's tools would. */
  readonly steady: { readonly target: Target; readonly everyMs: number; readonly ms: number };
}

/** By target name, then by round. */
export type Rounds = readonly (readonly number[])[];
export type RoundsByTarget = Readonly<Record<string, Rounds>>;

export interface StreamTimes {
  /** From the request to the first token, one of each stream. */
  readonly firstToken: Rounds;
  /** Between two tokens as they arrive. */
  readonly gap: Rounds;
  /** From the provider's write to the arrival, one of each token; both ends read the same monotonic clock. */
  readonly delay: Rounds;
}

export interface CrowdTimes {
  readonly framesSent: number;
  /** Tokens that came, once each and in order. */
  readonly framesReceived: number;
  readonly streamsWhole: number;
  readonly firstToken: readonly number[];
  readonly delay: readonly number[];
}

export interface JobAnswers {
  readonly latency: RoundsByTarget;
  readonly throughput: { readonly perSecond: number };
  readonly streams: Readonly<Record<string, StreamTimes>>;
  readonly crowd: CrowdTimes;
  readonly arrivals: { readonly times: readonly number[] };
  readonly steady: { readonly times: readonly number[] };
}

export type JobKind = keyof Jobs;

/** `failures` are requests that got no whole answer. */
export interface JobMessage<K extends JobKind = JobKind> {
  readonly answer: JobAnswers[K];
  readonly failures: number;
  readonly firstFailure: string | null;
}
