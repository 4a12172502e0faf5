import type { GatewayCall } from './gateway';
import type { Identity } from './types';

/** What came out. */
export interface TapedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly kind: 'json' | 'stream';
  readonly text: string;
  readonly isCut: boolean;
  readonly isWhole: boolean;
}

export interface Tape {
  /** Characters of an answer that are kept. */
  readonly mostCharacters: number;
  /** Called once; keeps nobody waiting. */
  end(answer: TapedAnswer): void;
}

/** Keeps prompts and answers, where the user has asked for that. */
export interface Recorder {
  /** `null`, as almost always: this one is not kept. */
  begin(call: Pick<GatewayCall, 'requestId' | 'headers' | 'body'>, identity: Identity): Tape | null;
}
