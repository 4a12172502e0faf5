import type { RecordingState } from '../../../shared/domain/recording';
import { SpiderGateError } from '../../gateway/errors';
import type { Recorder } from '../../gateway/recorder';
import type { AgentTokenBook } from '../agent-token-book';
import type { ServiceDependencies } from '../dependencies';
import { notFound, vaultClosed } from '../refusals';
import type { EventHub, RecordingService, SettingsService } from '../types';
import { createRecorder } from './recorder';
import { createRecordingChoice } from './recording-choice';
import { createRecordingShelf, type RecordingShelf } from './recording-shelf';
import { createRecordingSearch, type RecordingSearch } from './search-recordings';

const DAY_MS = 24 * 60 * 60_000;
const SWEEP_MS = 60 * 60_000;

interface RecordingParts extends Pick<ServiceDependencies, 'storage' | 'vault' | 'clock'> {
  readonly agentTokens: Pick<AgentTokenBook, 'get'>;
  readonly settings: SettingsService;
  readonly events: EventHub;
}

export interface Recordings {
  readonly service: RecordingService;
  readonly recorder: Recorder;
  readonly shelf: Pick<RecordingShelf, 'ids' | 'has'>;
  readonly search: RecordingSearch;
  start(): void;
  dispose(): void;
}

/** Prompts and answers, kept only where the user has asked for it, sealed, and for days only. */
export function createRecordings(parts: RecordingParts): Recordings {
  const { storage, vault, clock, settings, agentTokens } = parts;
  const shelf = createRecordingShelf({ table: storage.recordings, vault });
  const choice = createRecordingChoice(storage.settings, (id) => agentTokens.get(id) !== null);
  const isOpen = () => vault.status().state === 'unlocked';
  const tell = () => parts.events.emit({ type: 'changed', collection: 'recordings' });
  const retention = () => settings.get().recording_retention_days * DAY_MS;
  let cancelSweep: (() => void) | null = null;

  function sweep(): void {
    const cutoff = clock.now() - retention();
    const old = shelf.ids().filter((id) => (shelf.facts(id)?.recordedAt ?? 0) < cutoff);
    shelf.delete(old);
    if (old.length > 0) tell();
  }

  function sweepAgain(): void {
    sweep();
    cancelSweep = clock.after(SWEEP_MS, sweepAgain);
  }

  const recorder = createRecorder({
    choice,
    clock,
    isOpen,
    onChoice: tell,
    keep(requestId, what) {
      // Locked while it was answered: then it is not kept. A full disk must not end the program either.
      try {
        shelf.put(requestId, clock.now(), what);
      } catch {
        return;
      }
      tell();
    },
  });
  const endings = [
    vault.rekeying.keep(sealedKey(parts)),
    vault.onChange(tell),
    // Fewer days count at once.
    settings.onChange(sweep),
  ];
  return {
    service: createService({ ...parts, shelf, choice, isOpen, tell, retention }),
    recorder,
    shelf,
    search: createRecordingSearch({ shelf, clock, isOpen }),
    start: sweepAgain,
    dispose() {
      cancelSweep?.();
      for (const end of endings) end();
    },
  };
}

/** A new data key concerns the key of the recordings, not each of them. */
function sealedKey({ storage, vault }: RecordingParts) {
  const { recordings } = storage;
  const rowId = vault.contents.keyRow;
  return {
    list() {
      const sealed = recordings.key();
      return sealed === null ? [] : [{ rowId, sealed }];
    },
    replace(items: readonly { readonly sealed: Uint8Array }[]) {
      for (const { sealed } of items) recordings.setKey(sealed);
    },
  };
}

interface ServiceParts extends RecordingParts {
  readonly shelf: RecordingShelf;
  readonly choice: ReturnType<typeof createRecordingChoice>;
  readonly isOpen: () => boolean;
  readonly tell: () => void;
  readonly retention: () => number;
}

function createService(parts: ServiceParts): RecordingService {
  const { shelf, choice, vault, isOpen, tell } = parts;

  const state = (): RecordingState => ({
    next: choice.next,
    tokens: choice.tokens(),
    possible: isOpen(),
    count: shelf.ids().length,
    bytes: shelf.bytes(),
  });

  /** Prompts lie on the disk sealed, or not at all. */
  function requireOpen(): void {
    if (!isOpen()) throw vaultClosed(vault.status());
  }

  function changed(): RecordingState {
    tell();
    return state();
  }

  function requireRecording(id: string) {
    const facts = shelf.facts(id);
    if (facts === null) throw notFound('recording of a request', id);
    return facts;
  }

  return {
    state,
    recordNext({ on }) {
      if (on) requireOpen();
      choice.setNext(on);
      return changed();
    },
    recordToken({ token_id: id, on }) {
      if (on) requireOpen();
      if (on && parts.agentTokens.get(id) === null) throw notFound('agent token', id);
      choice.setToken(id, on);
      return changed();
    },
    get(id) {
      const { recordedAt } = requireRecording(id);
      requireOpen();
      const what = shelf.open(id);
      if (what === null) throw new SpiderGateError('conflict', 'This recording cannot be read any more.');
      return {
        request_id: id,
        recorded_at: new Date(recordedAt).toISOString(),
        expires_at: new Date(recordedAt + parts.retention()).toISOString(),
        ...what,
      };
    },
    delete(id) {
      requireRecording(id);
      shelf.delete([id]);
      return changed();
    },
    clear() {
      shelf.delete(shelf.ids());
      return changed();
    },
  };
}
