/** What the bench asks its load generator, and what comes back. Times in milliseconds. */
export interface Target {
  readonly name: string;
  /** Origin of the address, e.g. `http://127.0.0.1:7743`. */
  readonly origin: string;
  readonly token: string;
  readonly model: string;
}

export type Job =
  /** One request at a time, targets taking turns in blocks, so that drift of the machine hits all alike. */
  | {
      readonly kind: 'latency';
      readonly targets: readonly Target[];
      readonly rounds: number;
      readonly block: number;
    }
  /** The same for streams; samples are times to the first token. */
  | {
      readonly kind: 'first-token';
      readonly targets: readonly Target[];
      readonly rounds: number;
      readonly block: number;
    }
  | {
      readonly kind: 'throughput';
      readonly target: Target;
      readonly concurrency: number;
      readonly ms: number;
    };

export interface JobResult {
  /** By target name; for throughput one number: requests per second. */
  readonly samples: Readonly<Record<string, readonly number[]>>;
  readonly failures: number;
  readonly firstFailure: string | null;
}
