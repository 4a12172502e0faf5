/** What was asked and answered in full, kept because the user wanted it, and what is being kept now. */
export interface RecordingState {
  /** The next request is recorded, whoever sends it; then no more. */
  readonly next: boolean;
  /** Ids of agent tokens all of whose requests are. */
  readonly tokens: readonly string[];
  /** False: the vault is not open, so that nothing can be kept, whatever was chosen. */
  readonly possible: boolean;
  readonly count: number;
  readonly bytes: number;
}

/** One request with its answer, as text. Prompts are private: this is never part of a list, an event or a log. */
export interface RequestRecording {
  readonly request_id: string;
  readonly recorded_at: string;
  readonly expires_at: string;
  readonly request: {
    /** Only those that routing may look at. */
    readonly headers: Readonly<Record<string, string>>;
    /** JSON. */
    readonly body: string;
    /** It was longer than what is kept. */
    readonly cut: boolean;
  };
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly kind: 'json' | 'stream';
    /** JSON, or the events of a stream as they were sent. */
    readonly text: string;
    readonly cut: boolean;
    /** False: the caller left, or it broke off. */
    readonly whole: boolean;
  };
}
