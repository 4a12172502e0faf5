import { readAnswer, readMessages } from '../../../shared/recorded-text';
import type { Clock } from '../../gateway/ports';
import type { RecordedContent, RecordingShelf } from './recording-shelf';

/** So long in one piece; requests are served in between. */
const SLICE_MS = 4;

/** Looks through what was recorded, which is only readable piece by piece. */
export interface RecordingSearch {
  /** Ids of recordings that hold the text, in whatever letters; none while the vault is locked. */
  find(text: string): Promise<readonly string[]>;
}

interface SearchParts {
  readonly shelf: RecordingShelf;
  readonly clock: Pick<Clock, 'monotonic' | 'soon'>;
  readonly isOpen: () => boolean;
}

export function createRecordingSearch({ shelf, clock, isOpen }: SearchParts): RecordingSearch {
  /** The pages of one search ask for the same again and again. */
  let last: {
    readonly text: string;
    readonly version: number;
    readonly ids: Promise<readonly string[]>;
  } | null = null;

  async function scan(wanted: string): Promise<readonly string[]> {
    const found: string[] = [];
    let begun = clock.monotonic();
    for (const { id } of shelf.newest()) {
      if (!isOpen()) return [];
      const what = shelf.open(id);
      if (what !== null && holds(what, wanted)) found.push(id);
      if (clock.monotonic() - begun < SLICE_MS) continue;
      await new Promise<void>((resolve) => clock.soon(resolve));
      begun = clock.monotonic();
    }
    return found;
  }

  return {
    find(text) {
      const wanted = text.trim().toLowerCase();
      if (wanted === '' || shelf.ids().length === 0 || !isOpen()) return Promise.resolve([]);
      const version = shelf.version();
      if (last?.text !== wanted || last.version !== version)
        last = { text: wanted, version, ids: scan(wanted) };
      return last.ids;
    },
  };
}

function holds({ request, answer }: RecordedContent, wanted: string): boolean {
  const has = (text: string) => text.toLowerCase().includes(wanted);
  return (
    readMessages(request.body).some(({ text }) => has(text)) || has(readAnswer(answer.text, answer.kind))
  );
}
