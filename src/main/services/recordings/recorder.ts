import type { GatewayCall } from '../../gateway/gateway';
import type { Clock } from '../../gateway/ports';
import type { Recorder, TapedAnswer } from '../../gateway/recorder';
import type { RecordingChoice } from './recording-choice';
import type { RecordedContent } from './recording-shelf';

/** Of a prompt, and of an answer. Pictures make prompts long; what is longer than this is kept in part. */
const MOST_CHARACTERS = 2_000_000;

interface RecorderParts {
  readonly choice: RecordingChoice;
  readonly clock: Pick<Clock, 'soon'>;
  readonly isOpen: () => boolean;
  readonly keep: (requestId: string, what: RecordedContent) => void;
  readonly onChoice: () => void;
}

/** What the gateway asks for each request. Nothing is written before the caller has been answered. */
export function createRecorder({ choice, clock, isOpen, keep, onChoice }: RecorderParts): Recorder {
  return {
    begin(call, { tokenId }) {
      if (!choice.has(tokenId) || !isOpen()) return null;
      if (choice.next) {
        choice.setNext(false);
        clock.soon(onChoice);
      }
      return {
        mostCharacters: MOST_CHARACTERS,
        end: (answer) => clock.soon(() => keep(call.requestId, toContent(call, answer))),
      };
    },
  };
}

function toContent({ headers, body }: Pick<GatewayCall, 'headers' | 'body'>, answer: TapedAnswer) {
  const text = JSON.stringify(body);
  const kept = text.slice(0, MOST_CHARACTERS);
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    request: { headers: Object.fromEntries(sent), body: kept, cut: kept.length < text.length },
    answer: {
      status: answer.status,
      headers: answer.headers,
      kind: answer.kind,
      text: answer.text,
      cut: answer.isCut,
      whole: answer.isWhole,
    },
  };
}
